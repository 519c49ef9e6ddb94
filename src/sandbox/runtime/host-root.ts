/**
 * The host's own root file system: an overlay of its image's layers, with a tmpfs for what is changed.
 */
import type { Caller } from "../fs/caller.ts";
import type { FileSystem } from "../fs/file-system.ts";
import { DirectoryInode } from "../fs/inode.ts";
import { LayerFileSystem } from "../fs/layer-file-system.ts";
import { OverlayFileSystem } from "../fs/overlay/overlay-file-system.ts";
import { Tmpfs } from "../fs/tmpfs.ts";
import type { Vfs } from "../fs/vfs.ts";
import type { SandboxImage } from "../image/image.ts";

/** Makes the root of a host that is made of `image`. */
export function hostRoot(
  { layers }: SandboxImage,
  memoryBytes: number,
): (vfs: Vfs, caller: Caller) => FileSystem {
  return (vfs, caller) => {
    const device = vfs.nextDevice();
    const changes = new Tmpfs({ device, owner: null, memoryBytes, options: "mode=755", caller });
    const folder = (name: string): DirectoryInode => {
      const made = changes.rootInode.make(name, { type: "directory", mode: 0o755, uid: 0, gid: 0 }, caller);
      if (made instanceof DirectoryInode) return made;
      throw new Error("tmpfs made no directory");
    };
    const upper = { root: folder("upper"), work: folder("work") };
    const lowers = layers
      .toReversed()
      .map(({ tree }) => new LayerFileSystem(vfs.nextDevice(), tree, null, () => undefined).rootInode);
    return new OverlayFileSystem(() => vfs.nextDevice(), null, { lowers, upper }, "", caller);
  };
}
