/** ipcs(1): the System V objects of the ipc namespace. */
import type { SystemVKind } from "../../abi/ipc-calls.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { program } from "../command/command.ts";
import { flag } from "../command/options.ts";
import { idTitle, keyText, readSystemV, systemVKinds, type SystemVEntry } from "./system-v-entries.ts";

interface Table {
  readonly title: string;
  /** Behind key, id, owner and permissions. */
  readonly columns: readonly (readonly [title: string, width: number, field: string])[];
}

const tables: Readonly<Record<SystemVKind, Table>> = {
  msg: {
    title: "Message Queues",
    columns: [
      ["used-bytes", 12, "cbytes"],
      ["messages", 12, "qnum"],
    ],
  },
  shm: {
    title: "Shared Memory Segments",
    columns: [
      ["bytes", 10, "size"],
      ["nattch", 10, "nattch"],
      // Two words of six behind it: dest and locked.
      ["status", 12, "status"],
    ],
  },
  sem: { title: "Semaphore Arrays", columns: [["nsems", 10, "nsems"]] },
};

export const ipcs = program(
  {
    usage: "[-qms]",
    about: "List System V objects: message queues, segments of shared memory, sets of semaphores.",
    options: {
      msg: flag("-q, --queues", "message queues"),
      shm: flag("-m, --shmems", "segments of shared memory"),
      sem: flag("-s, --semaphores", "sets of semaphores"),
      all: flag("-a, --all", "all of them, as with no option"),
    },
  },
  function* (command, { options }) {
    const chosen = systemVKinds.filter((kind) => options[kind]);
    const accounts = yield* readAccounts(command.sys);
    for (const kind of options.all || chosen.length === 0 ? systemVKinds : chosen) {
      const { title, columns } = tables[kind];
      const ids = idTitle(kind);
      const heads = ["key", ids, "owner", "perms", ...columns.map(([head]) => head)];
      const widths = [10, 10, 10, 10, ...columns.map(([, width]) => width)];
      const line = (cells: readonly string[]): string =>
        cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" ");
      const row = (entry: SystemVEntry): string => {
        const uid = entry.get("uid") ?? "";
        return line([
          keyText(entry),
          entry.get(ids) ?? "",
          (accounts.userName(Number(uid)) ?? uid).slice(0, 10),
          entry.get("perms") ?? "",
          ...columns.map(([, , field]) => (field === "status" ? " ".repeat(13) : (entry.get(field) ?? ""))),
        ]);
      };
      const entries = yield* readSystemV(command.sys, kind);
      yield* command.out.line(`\n------ ${title} --------`);
      for (const text of [line(heads), ...entries.map(row)]) yield* command.out.line(text);
    }
    yield* command.out.line("");
  },
);
