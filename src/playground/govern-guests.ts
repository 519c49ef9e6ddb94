/** Brings the governor's grants to the guests, once a sample. Decides nothing itself. */
import { Failure } from "../base/failure.ts";
import { report } from "../base/report.ts";
import type { CpuGovernor } from "./cpu-governor.ts";
import type { GuestMachine } from "./guest-machine.ts";

/** Weights of guests against each other are nobody else's: the browser's operating system knows none of them. */
export function governGuests(governor: CpuGovernor, guests: readonly GuestMachine[]): void {
  const grants = governor.govern(guests.flatMap(({ governed }) => governed ?? []));
  for (const guest of guests) {
    guest.grantCores(grants.get(guest.id) ?? null).catch((error: unknown) => {
      // One that ended meanwhile needs no grant.
      if (!(error instanceof Failure)) report(error);
    });
  }
}
