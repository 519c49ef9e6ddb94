/** The System V objects of an ipc namespace, out of `/proc/sysvipc`, and what the three kinds are called. */
import type { Blocking } from "../../abi/blocking.ts";
import type { SystemVKind } from "../../abi/ipc-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readTextFile } from "../command/input.ts";

/** One object: the columns of its row, by their titles. */
export type SystemVEntry = ReadonlyMap<string, string>;

/** In the order in which ipcs(1) lists the kinds. */
export const systemVKinds: readonly SystemVKind[] = ["msg", "shm", "sem"];

/** The kind whose option this is: `-q`, `-m`, `-s`. */
export const kindOfLetter = { q: "msg", m: "shm", s: "sem" } as const satisfies Record<string, SystemVKind>;

/** All of a kind. */
export function* readSystemV(sys: Syscalls, kind: SystemVKind): Blocking<readonly SystemVEntry[]> {
  const [head = "", ...rows] = (yield* readTextFile(sys, `/proc/sysvipc/${kind}`)).trimEnd().split("\n");
  const titles = head.trim().split(/\s+/);
  return rows.map((row) => {
    const cells = row.trim().split(/\s+/);
    return new Map(titles.map((title, at) => [title, cells[at] ?? ""]));
  });
}

/** A key as ipcs prints it. */
export function keyText(entry: SystemVEntry): string {
  return `0x${(Number(entry.get("key")) >>> 0).toString(16).padStart(8, "0")}`;
}

/** What the column with the ids is called. */
export function idTitle(kind: SystemVKind): string {
  return kind === "msg" ? "msqid" : `${kind}id`;
}
