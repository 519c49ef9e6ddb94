/**
 * How far a balloon may be blown up: as far as asked, but never so far that the guest's kernel runs out of memory.
 * Pure; sizes in bytes.
 */
import { MIB } from "../../src/base/units.ts";
import type { GuestMemory } from "../../src/protocol/guest-api.ts";

/** Available memory that is left to the guest: an eighth of what its kernel manages, and no less than this. */
const leastMargin = 4 * MIB;
const marginShare = 1 / 8;
/** Of the room that is left, so much is taken at a time: what the kernel calls available is its estimate. */
const stepShare = 1 / 2;
/** Smaller steps up are not taken, so that the balloon does not follow every process. */
const smallestStep = MIB / 4;

/**
 * The size that a balloon of `actual` bytes shall have next when `asked` is wanted of it. Before the kernel has told of
 * its memory the balloon stays empty.
 */
export function balloonGoal(asked: number, actual: number, memory: GuestMemory | null): number {
  if (!memory) return 0;
  const room = memory.availableBytes - Math.max(leastMargin, memory.totalBytes * marginShare);
  // Given back at once and whole, as it is needed at once.
  if (room < 0) return Math.max(0, Math.min(asked, actual + room));
  const more = asked - actual;
  if (more <= room * stepShare) return asked;
  return room * stepShare < smallestStep ? actual : actual + room * stepShare;
}
