/**
 * What a guest's kernel says of waiting, told by its agent while somebody looks, on the real image and the real emulator.
 */
import { expect, it } from "vitest";
import { linuxImage, TestMachine } from "./support-machine.ts";

it(
  "a guest tells how its own programs wait, once somebody looks and not before",
  { timeout: 60_000 },
  async () => {
    using guest = await TestMachine.boot({ ...(await linuxImage()), memoryMiB: 32 });
    await guest.prompt();
    const { pressure } = guest.machine;
    const answer = (): ReturnType<typeof pressure.latest> => guest.machine.sample().pressure;
    pressure.askInTime(performance.now(), false);
    // Each waits for the other half of the time.
    await guest.run("(while :; do :; done) & (while :; do :; done) & sleep 6; kill %1 %2");
    const before = answer();
    pressure.look(performance.now());
    pressure.askInTime(performance.now(), false);
    await expect.poll(answer, { timeout: 10_000 }).not.toBeNull();
    expect([before, answer()]).toEqual([
      null,
      {
        cpu: {
          some: { avg10: expect.toSatisfy((percent: number) => percent > 10), avg60: expect.any(Number) },
          full: { avg10: 0, avg60: 0 },
        },
        memory: { some: { avg10: 0, avg60: 0 }, full: { avg10: 0, avg60: 0 } },
      },
    ]);
  },
);
