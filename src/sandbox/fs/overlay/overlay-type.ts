/**
 * overlayfs as a type that can be mounted: its options, and which directories it takes (ovl_parse_param).
 */
import { Errno } from "../../abi/errno.ts";
import type { FileContext } from "../file-context.ts";
import { parseMountOptions } from "../file-system.ts";
import { DirectoryInode } from "../inode.ts";
import type { Location } from "../location.ts";
import { resolve } from "../path-walk.ts";
import { originOf } from "../starting-points.ts";
import type { FileSystemType, Vfs } from "../vfs.ts";
import { OverlayFileSystem } from "./overlay-file-system.ts";

const lowersMax = 500;

/** What may be said, and only in this sense. */
const settled: Readonly<Record<string, readonly (string | null)[]>> = {
  index: ["off"],
  metacopy: ["off"],
  nfs_export: ["off"],
  redirect_dir: ["off", "nofollow", "follow"],
  uuid: ["on", "auto", "null", "off"],
  userxattr: [null],
  volatile: [null],
  xino: ["off", "auto"],
};

/** The type `overlay`: `lowerdir=a:b,upperdir=c,workdir=d`. EINVAL, ENOENT, ENOTDIR, ELOOP. */
export function overlayType(vfs: Vfs): FileSystemType {
  return {
    name: "overlay",
    mountableInUserNamespace: true,
    make({ options, owner, context }) {
      const parsed = parseMountOptions(options);
      for (const [name, value] of parsed) {
        if (name === "lowerdir" || name === "upperdir" || name === "workdir") continue;
        if (!settled[name]?.includes(value)) throw new Errno("EINVAL");
      }
      const [lowerdir, upperdir, workdir] = ["lowerdir", "upperdir", "workdir"].map((name) =>
        parsed.get(name),
      );
      if (!lowerdir) throw new Errno("EINVAL");
      const lowers = splitPaths(lowerdir).map((path) => directoryAt(context, path));
      if (lowers.length > lowersMax || (!upperdir && lowers.length < 2)) throw new Errno("EINVAL");
      demandApart(lowers);
      const shown = [`lowerdir=${lowerdir}`];
      let upper: { root: DirectoryInode; work: DirectoryInode } | null = null;
      if (upperdir) {
        if (!workdir) throw new Errno("EINVAL");
        const root = directoryAt(context, unescaped(upperdir));
        const work = directoryAt(context, unescaped(workdir));
        demandUpper(root, work);
        upper = { root: inodeOf(root), work: inodeOf(work) };
        shown.push(`upperdir=${upperdir}`, `workdir=${workdir}`);
      }
      shown.push(...(upper ? ["uuid=on"] : []));
      const layers = { lowers: lowers.map(inodeOf), upper };
      return new OverlayFileSystem(() => vfs.nextDevice(), owner, layers, shown.join(","), context.caller);
    },
  };
}

/** Parts between colons that no backslash precedes. EINVAL for empty ones. */
function splitPaths(text: string): readonly string[] {
  const paths = text
    .replaceAll(/\\(.)|(:)/gs, (_all, taken: string | undefined) => taken ?? "\0")
    .split("\0");
  if (paths.includes("")) throw new Errno("EINVAL");
  return paths;
}

function unescaped(path: string): string {
  return path.replaceAll(/\\(.)/gs, "$1");
}

function directoryAt(context: FileContext, path: string): Location {
  const location = resolve(originOf(context), path);
  if (!(location.dentry.inode instanceof DirectoryInode)) throw new Errno("EINVAL");
  return location;
}

function inodeOf({ dentry }: Location): DirectoryInode {
  if (!(dentry.inode instanceof DirectoryInode)) throw new Errno("EINVAL");
  return dentry.inode;
}

/** No lower directory may be in another. */
function demandApart(lowers: readonly Location[]): void {
  for (const [index, { dentry }] of lowers.entries()) {
    const isNested = lowers.some((other, at) => at !== index && dentry.isWithin(other.dentry));
    if (isNested) throw new Errno("ELOOP");
  }
}

/** Upper and work directory: writable, under one mount, neither in the other. */
function demandUpper(upper: Location, work: Location): void {
  if (upper.mount !== work.mount || upper.mount.readOnly) throw new Errno("EINVAL");
  if (upper.dentry.isWithin(work.dentry) || work.dentry.isWithin(upper.dentry)) throw new Errno("EINVAL");
  // Another overlay keeps no marks, so it cannot be the upper layer of one.
  if (upper.mount.fs instanceof OverlayFileSystem) throw new Errno("EINVAL");
}
