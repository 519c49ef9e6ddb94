import { expect, test } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import { HostCapacity } from "../../../src/playground/host-capacity.ts";

const host = (): HostCapacity => new HostCapacity({ cores: 2, deviceMemoryGiB: 1 });

test("what sandboxes are charged is not there for guests, and a guest that does not fit is told so", () => {
  const capacity = host();
  capacity.countCharges(() => 100.5 * MIB);
  expect(capacity.freeForGuestMiB).toBe(400);
  expect(() => capacity.reserve(401)).toThrow(
    "The host cannot give 401 MiB: 400 MiB are left of 512 MiB. 412 MiB are free, and 11 MiB beside " +
      "a guest’s RAM are kept for its emulator. Sandboxes are charged 101 MiB. Ask for less, or destroy a machine.",
  );
});

test("what guests hold is not there for sandboxes, until they end", () => {
  const capacity = host();
  const seen: number[] = [];
  capacity.onDidChange.listen(() => seen.push(capacity.mostForSandboxesBytes / MIB));
  const guest = capacity.reserve(89);
  guest[Symbol.dispose]();
  expect(seen).toEqual([412, 512]);
});

test("with overcommit on both may have all of it, and what is given beyond it is told", () => {
  const capacity = host();
  capacity.overcommit = true;
  capacity.countCharges(() => 100 * MIB);
  capacity.reserve(489);
  expect([capacity.overcommittedMiB, capacity.mostForSandboxesBytes / MIB, capacity.freeForGuestMiB]).toEqual(
    [88, 512, 2047],
  );
});
