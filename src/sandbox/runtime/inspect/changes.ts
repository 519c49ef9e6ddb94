/**
 * What a sandbox has changed of its image: a walk of its overlay's `upper`, compared with the layers below (the
 * kernel's overlayfs.rst). As `docker diff` tells it.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno, isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Inspection } from "./run-inspection.ts";

/** One path of the sandbox that is not as in its image. */
export interface ChangeReport {
  readonly path: string;
  readonly how: "added" | "changed" | "removed";
  /** Of a file, in bytes. */
  readonly size: number | null;
}

/** All there is to tell. */
export interface ChangesReport {
  readonly changes: readonly ChangeReport[];
  /** Whether there are more than are told. */
  readonly more: boolean;
}

/** More would fill the screen and not the reader. */
const most = 500;

/** Of the overlay whose writable directory is `upper`; `layers` are directories, in any order. */
export function readChanges(upper: string, layers: readonly string[]): Inspection<ChangesReport> {
  return function* read(sys) {
    const changes: ChangeReport[] = [];
    yield* walk(sys, upper, "", layers, changes);
    return { changes: changes.slice(0, most), more: changes.length > most };
  };
}

function* walk(
  sys: Syscalls,
  upper: string,
  below: string,
  layers: readonly string[],
  changes: ChangeReport[],
): Blocking<void> {
  for (const name of yield* namesIn(sys, upper + below)) {
    if (changes.length > most) return;
    const path = `${below}/${name}`;
    const stat = sys.lstat(upper + path);
    const wasThere = layers.some((layer) => lstat(sys, layer + path) !== null);
    if (isWhiteout(stat)) changes.push({ path, how: "removed", size: null });
    else if (stat.type !== "directory") {
      changes.push({
        path,
        how: wasThere ? "changed" : "added",
        size: stat.type === "file" ? stat.size : null,
      });
    } else {
      // A directory that was there has been copied up for what is in it.
      if (!wasThere) changes.push({ path, how: "added", size: null });
      yield* walk(sys, upper, path, layers, changes);
    }
  }
}

function* namesIn(sys: Syscalls, directory: string): Blocking<readonly string[]> {
  try {
    const fd = yield* sys.open(directory, { access: "read", directory: true, noFollow: true });
    const entries = sys.readDirectory(fd);
    sys.close(fd);
    return entries
      .map(({ name }) => name)
      .filter((name) => name !== "." && name !== "..")
      .toSorted();
  } catch (error) {
    // Nothing was ever written, or it was removed meanwhile.
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

function lstat(sys: Syscalls, path: string): Stat | null {
  try {
    return sys.lstat(path);
  } catch (error) {
    if (error instanceof Errno) return null;
    throw error;
  }
}

/** A character device 0, 0 hides what is below. */
function isWhiteout({ type, rdev }: Stat): boolean {
  return type === "character" && rdev?.major === 0 && rdev.minor === 0;
}
