/** ipcmk(1) and ipcrm(1): make and remove System V objects. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { SystemVKind } from "../../abi/ipc-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { type Command, CommandFailure, program, reasonOf } from "../command/command.ts";
import { flag, UsageError, value, values } from "../command/options.ts";
import { integerArgument, sizeBytes } from "../command/quantities.ts";
import { idTitle, keyText, kindOfLetter, readSystemV, systemVKinds } from "./system-v-entries.ts";

export const ipcmk = program(
  {
    usage: "-M SIZE | -S COUNT | -Q [-p MODE]",
    about: "Make a segment of shared memory, a set of semaphores or a message queue.",
    options: {
      shm: value("-M, --shmem=SIZE", "a segment of so many bytes"),
      sem: value("-S, --semaphore=COUNT", "a set of so many semaphores"),
      msg: flag("-Q, --queue", "a message queue"),
      mode: value("-p, --mode=MODE", "permissions, in octal; else 0644"),
    },
  },
  function* (command, { options }) {
    const mode = Number.parseInt(options.mode ?? "644", 8);
    if (Number.isNaN(mode)) throw new CommandFailure(`failed to parse mode: '${options.mode}'`);
    const wanted: (readonly [kind: SystemVKind, words: string, wordsOfFailure: string, size: number])[] = [];
    if (options.shm !== null) {
      const bytes = sizeBytes(options.shm);
      if (bytes === null) throw new CommandFailure(`failed to parse size: '${options.shm}'`);
      wanted.push(["shm", "Shared memory", "share memory", bytes]);
    }
    if (options.msg) wanted.push(["msg", "Message queue", "message queue", 0]);
    if (options.sem !== null)
      wanted.push(["sem", "Semaphore", "semaphore", integerArgument(options.sem, "number of semaphores")]);
    if (wanted.length === 0) throw new UsageError("bad usage");
    for (const [kind, words, wordsOfFailure, size] of wanted) {
      try {
        const key = yield* newKey(command.sys);
        const id = command.sys.ipcGet(kind, key, size, { create: true, exclusive: true, mode });
        yield* command.out.line(`${words} id: ${id}`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        yield* command.complain(`create ${wordsOfFailure} failed: ${reasonOf(thrown)}`);
      }
    }
  },
);

/** Anything but IPC_PRIVATE, which has no key to be found by. */
function* newKey(sys: Syscalls): Blocking<number> {
  const random = yield* sys.open("/dev/urandom", { access: "read", closeOnExec: true });
  const bytes = yield* sys.read(random, 4);
  sys.close(random);
  return bytes.reduce((key, byte) => key * 256 + byte, 0) || 1;
}

export const ipcrm = program(
  {
    usage: "[-q ID] [-m ID] [-s ID] [-Q KEY] [-M KEY] [-S KEY] [-a]",
    about: "Remove System V objects by their ids or keys.",
    options: {
      q: values("-q, --queue-id=ID", "a message queue"),
      m: values("-m, --shmem-id=ID", "a segment of shared memory"),
      s: values("-s, --semaphore-id=ID", "a set of semaphores"),
      Q: values("-Q, --queue-key=KEY", "a message queue, by its key"),
      M: values("-M, --shmem-key=KEY", "a segment, by its key"),
      S: values("-S, --semaphore-key=KEY", "a set, by its key"),
      all: flag("-a, --all", "all there are"),
    },
  },
  function* (command, { options }) {
    for (const kind of options.all ? systemVKinds : []) {
      for (const entry of yield* readSystemV(command.sys, kind))
        yield* remove(command, kind, entry.get(idTitle(kind)) ?? "");
    }
    for (const letter of ["q", "m", "s"] as const) {
      const kind = kindOfLetter[letter];
      for (const id of options[letter]) yield* remove(command, kind, id);
      for (const key of options[letter === "q" ? "Q" : letter === "m" ? "M" : "S"]) {
        const wanted = Number(key) >>> 0;
        const entries = yield* readSystemV(command.sys, kind);
        const found = entries.find((entry) => Number(keyText(entry)) === wanted);
        if (found) yield* remove(command, kind, found.get(idTitle(kind)) ?? "");
        else yield* command.complain(`invalid key (${key})`);
      }
    }
  },
);

function* remove(command: Command, kind: SystemVKind, id: string): Blocking<void> {
  try {
    command.sys.ipcRemove(kind, integerArgument(id, "id"));
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    const reason = isErrno(thrown, "EPERM") ? "permission denied for" : "invalid";
    yield* command.complain(`${reason} id (${id})`);
  }
}
