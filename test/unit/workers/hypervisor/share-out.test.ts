import { expect, it } from "vitest";
import { shareOut } from "../../../../workers/hypervisor/share-out.ts";

it("a sum is shared out by weight", () => {
  const claims = [
    { weight: 1, room: 100 },
    { weight: 3, room: 100 },
  ];
  expect(shareOut(40, claims)).toEqual([10, 30]);
});

it("what one has no room for goes to the others by their weights", () => {
  const claims = [
    { weight: 2, room: 5 },
    { weight: 1, room: 100 },
    { weight: 1, room: 100 },
  ];
  expect(shareOut(40, claims)).toEqual([5, 17.5, 17.5]);
});

it("what nobody has room for is left over", () => {
  expect(
    shareOut(40, [
      { weight: 2, room: 5 },
      { weight: 1, room: 0 },
      { weight: 1, room: -3 },
    ]),
  ).toEqual([5, 0, 0]);
});
