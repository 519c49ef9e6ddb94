/** `/proc/sysvipc`: the System V objects of the reader's ipc namespace, in Linux's columns (sysvipc(7)). */
import type { SystemVKind } from "../../abi/ipc-calls.ts";
import type { Caller } from "../../fs/caller.ts";
import { PseudoDirectory } from "../../fs/pseudo-nodes.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import type { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";
import type { SystemVObject } from "../ipc/system-v-table.ts";
import { taskOf } from "./proc-node.ts";

type Column = readonly [
  title: string,
  width: number,
  show: (object: SystemVObject, caller: Caller) => number,
];

const zero = (): number => 0;
const uid: Column["2"] = (object, { identity }) => identity.idMap.fromKernel("uid", object.uid);
const gid: Column["2"] = (object, { identity }) => identity.idMap.fromKernel("gid", object.gid);
const size: Column["2"] = (object) => object.size;
const creator: Column["2"] = ({ creatorPid }, caller) => {
  const pids = taskOf(caller)?.pidNamespace;
  return (
    pids
      ?.tasks()
      .find(({ pid }) => pid.host === creatorPid)
      ?.pid.in(pids) ?? 0
  );
};
/** Owner and creator are one: nothing here gives an object away. */
const owners: readonly Column[] = [
  ["uid", 5, uid],
  ["gid", 5, gid],
  ["cuid", 5, uid],
  ["cgid", 5, gid],
];
const changed: Column = ["ctime", 10, ({ changedMs }) => Math.floor(changedMs / 1000)];

const columns: Readonly<Record<SystemVKind, readonly Column[]>> = {
  msg: [
    ["cbytes", 11, zero],
    ["qnum", 10, zero],
    ["lspid", 5, zero],
    ["lrpid", 5, zero],
    ...owners,
    ["stime", 10, zero],
    ["rtime", 10, zero],
    changed,
  ],
  sem: [["nsems", 10, size], ...owners, ["otime", 10, zero], changed],
  shm: [
    ["size", 21, size],
    ["cpid", 5, creator],
    ["lpid", 5, zero],
    ["nattch", 6, zero],
    ...owners,
    ["atime", 10, zero],
    ["dtime", 10, zero],
    changed,
    ["rss", 21, zero],
    ["swap", 21, zero],
  ],
};

/** The directory of one mount. */
export function systemVDirectory(fs: PseudoFileSystem): PseudoDirectory {
  const directory = new PseudoDirectory(fs, { mode: 0o555 });
  for (const kind of ["msg", "sem", "shm"] as const)
    directory.set(kind, new PseudoFile(fs, { read: (caller) => tableText(kind, caller) }));
  return directory;
}

function tableText(kind: SystemVKind, caller: Caller): string {
  const objects = taskOf(caller)?.namespaces.ipc.objects.objects(kind) ?? [];
  const cell = (text: string | number, width: number): string => ` ${String(text).padStart(width)}`;
  const head = columns[kind].map(([title, width]) => cell(title, width)).join("");
  const rows = objects.map(
    (object) =>
      `${String(object.key | 0).padStart(10)}${cell(object.id, 10)}${cell(object.mode.toString(8), 5)}` +
      columns[kind].map(([, width, show]) => cell(show(object, caller), width)).join(""),
  );
  return [
    `${"key".padStart(10)}${cell(kind === "msg" ? "msqid" : `${kind}id`, 10)} perms${head}`,
    ...rows,
    "",
  ].join("\n");
}
