/**
 * Where a call's relative path starts: the working directory or a directory's descriptor.
 */
import { Errno } from "../abi/errno.ts";
import type { FileContext } from "./file-context.ts";
import type { Location } from "./location.ts";
import type { WalkOrigin } from "./path-walk.ts";

/** Root and working directory of the task, now. */
export function originOf({ paths, caller }: FileContext): WalkOrigin {
  return { root: paths.root, cwd: paths.cwd, caller };
}

/** The place a descriptor was opened at, or `undefined` for the working directory. EBADF, ENOTDIR. */
export function startOf(context: FileContext, at: number | undefined): Location | undefined {
  if (at === undefined) return undefined;
  const { place } = context.descriptors.get(at);
  if (!place) throw new Errno("ENOTDIR");
  return place.location;
}
