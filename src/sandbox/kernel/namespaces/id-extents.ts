/**
 * The id maps of a user namespace, as lines of `/proc/PID/uid_map`: parsing and translation. Knows nothing of who may
 * write one.
 */
import { Errno } from "../../abi/errno.ts";

/** One line: `count` ids from `inside` on are those from `outside` on in the parent; `kernel` are the host's. */
export interface IdExtent {
  readonly inside: number;
  readonly outside: number;
  readonly kernel: number;
  readonly count: number;
}

/** Lines that Linux takes at most. */
const mostLines = 340;
const noId = 0xffff_ffff;

/**
 * Reads what was written to a map, with ids of the parent still to be found (user_namespaces(7)). EINVAL for anything
 * malformed: no line, more than 340, a count of 0, ids out of range, overlaps.
 */
export function parseIdMap(text: string): readonly Omit<IdExtent, "kernel">[] {
  const lines = text.replace(/\n$/, "").split("\n");
  if (text.length >= 4096 || lines.length > mostLines) throw new Errno("EINVAL");
  const extents = lines.map((line) => {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s*$/.exec(line);
    if (!found) throw new Errno("EINVAL");
    const [inside, outside, count] = found.slice(1).map(Number);
    if (inside === undefined || outside === undefined || !count) throw new Errno("EINVAL");
    if (inside + count > noId || outside + count > noId) throw new Errno("EINVAL");
    return { inside, outside, count };
  });
  for (const [index, one] of extents.entries()) {
    for (const other of extents.slice(0, index)) {
      if (overlap(one.inside, other.inside, one.count, other.count)) throw new Errno("EINVAL");
      if (overlap(one.outside, other.outside, one.count, other.count)) throw new Errno("EINVAL");
    }
  }
  return extents;
}

/** The kernel's id for `id`; `null` where no line has it. */
export function extentToKernel(extents: readonly IdExtent[], id: number): number | null {
  for (const { inside, kernel, count } of extents) {
    if (id >= inside && id < inside + count) return kernel + (id - inside);
  }
  return null;
}

/** The id inside for one of the kernel's; `null` where no line has it. */
export function extentFromKernel(extents: readonly IdExtent[], kernelId: number): number | null {
  for (const { inside, kernel, count } of extents) {
    if (kernelId >= kernel && kernelId < kernel + count) return inside + (kernelId - kernel);
  }
  return null;
}

function overlap(one: number, other: number, oneCount: number, otherCount: number): boolean {
  return one < other + otherCount && other < one + oneCount;
}
