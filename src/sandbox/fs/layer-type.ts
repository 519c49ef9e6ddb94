/**
 * Layers as a type that can be mounted: `mount -t layer NAME DIR`, on the host only.
 */
import { Errno } from "../abi/errno.ts";
import { parseMountOptions } from "./file-system.ts";
import { type IdShift, LayerFileSystem } from "./layer-file-system.ts";
import type { LayerTree } from "./layer-tree.ts";
import type { FileSystemType, Vfs } from "./vfs.ts";

/**
 * The type `layer`. `find` knows layers by the name mount(2) is given as source (ENOENT). One layer is one file system
 * however often it is mounted; the option `idmap=INSIDE:HOST:COUNT` moves its ids, and makes it another.
 */
export function layerType(vfs: Vfs, find: (source: string) => LayerTree | null): FileSystemType {
  const mounted = new Map<string, LayerFileSystem>();
  return {
    name: "layer",
    mountableInUserNamespace: false,
    make({ source, options }) {
      const tree = find(source);
      if (!tree) throw new Errno("ENOENT");
      const parsed = parseMountOptions(options);
      for (const name of parsed.keys()) if (name !== "idmap") throw new Errno("EINVAL");
      const idmap = parsed.get("idmap");
      const key = `${idmap ?? ""} ${source}`;
      const there = mounted.get(key);
      if (there) return there;
      const fs = new LayerFileSystem(
        vfs.nextDevice(),
        tree,
        idmap === undefined ? null : shiftOf(idmap),
        () => mounted.delete(key),
      );
      mounted.set(key, fs);
      return fs;
    },
  };
}

function shiftOf(idmap: string | null): IdShift {
  const [, inside, host, count] = /^(\d+):(\d+):(\d+)$/.exec(idmap ?? "") ?? [];
  if (inside === undefined || host === undefined || count === undefined) throw new Errno("EINVAL");
  return { inside: Number(inside), host: Number(host), count: Number(count) };
}
