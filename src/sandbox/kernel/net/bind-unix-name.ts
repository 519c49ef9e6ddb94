/**
 * From the name of a local socket to its file or abstract entry, and back to the socket (unix(7)).
 */
import { Errno, isErrno } from "../../abi/errno.ts";
import { makeNode } from "../../fs/creation.ts";
import type { FileContext } from "../../fs/file-context.ts";
import { demand, wants } from "../../fs/identity-checks.ts";
import { OpenPlace } from "../../fs/open-place.ts";
import { resolve, walk } from "../../fs/path-walk.ts";
import { originOf } from "../../fs/starting-points.ts";
import type { NetNamespace } from "./net-namespace.ts";
import { Socket } from "./socket.ts";
import { type UnixName, unixPathMaxBytes } from "./unix-name.ts";

const encoder = new TextEncoder();

/** Makes the file of a path, for `socket` to be bound to. EADDRINUSE, EINVAL, and what mknod(2) refuses. */
export function bindUnixName(context: FileContext, socket: Socket, path: string): UnixName {
  demandLength(path);
  if (path.startsWith("\0")) return { path, place: null };
  const { localAddress } = socket;
  // Looked at first: a file for nothing would stay.
  if (localAddress.family === "unix" && localAddress.path !== "") throw new Errno("EINVAL");
  try {
    const walked = walk(originOf(context), path, "keep");
    return { path, place: new OpenPlace(makeNode(context, walked, { type: "socket", mode: 0o777 }), false) };
  } catch (error) {
    if (isErrno(error, "EEXIST")) throw new Errno("EADDRINUSE");
    throw error;
  }
}

/** The socket bound to a name; `null` when nobody is there any more. ENOENT, EACCES, ECONNREFUSED for other files. */
export function findUnixSocket(context: FileContext, namespace: NetNamespace, path: string): Socket | null {
  demandLength(path);
  if (path.startsWith("\0")) return namespace.names.get(path) ?? null;
  const { inode } = resolve(originOf(context), path).dentry;
  demand(context.caller.identity, inode, wants.write);
  return inode.bound instanceof Socket ? inode.bound : null;
}

function demandLength(path: string): void {
  if (path === "" || encoder.encode(path).length > unixPathMaxBytes) throw new Errno("EINVAL");
}
