/**
 * Starts one line of the inittab as a child: in a session of its own, on its terminal, as a program or through a shell.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import type { Signal } from "../../abi/signals.ts";
import { reasonOf } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { writeAll } from "../command/output.ts";
import { execOrComplain } from "../command/run-command.ts";
import { encodeText } from "../command/text-encoding.ts";
import { processArguments, type InitEntry } from "./inittab.ts";

/** What a service is started with. */
export interface ServiceStart {
  readonly env: Readonly<Record<string, string>>;
  /** Signals for which init has handlers, that are not the child's. */
  readonly handled: readonly Signal[];
}

/** The child's pid. A start that fails is told on the console and is the child's end. */
export function startService(sys: Syscalls, entry: InitEntry, { env, handled }: ServiceStart): number {
  return sys.fork(
    function* (own) {
      for (const signal of handled) own.sigaction(signal, "default");
      own.setsid();
      if (!(yield* takeTerminal(own, entry.terminal))) return 1;
      if (entry.action === "askfirst") {
        yield* writeAll(own, 1, encodeText("\nPlease press Enter to activate this console. "));
        for (;;) {
          const bytes = yield* readSome(own, 0, 128);
          if (bytes.length === 0) return 0;
          if (bytes.includes(10) || bytes.includes(13)) break;
        }
      }
      const { path, argv } = processArguments(entry.process);
      try {
        return yield* own.exec(path, { argv, env });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (isErrno(thrown, "ENOEXEC"))
          return yield* execOrComplain(own, "init", [path, ...argv.slice(1)], env);
        yield* writeAll(own, 1, encodeText(`init: can't run '${path}': ${reasonOf(thrown)}\n`));
        return 127;
      }
    },
    { name: "init" },
  );
}

/**
 * Makes a terminal standard input, output and error, and the controlling one of the new session. Without a name the
 * service keeps init's, which controls nobody: whoever is named for it is to have it, whichever of them comes first.
 */
export function* takeTerminal(sys: Syscalls, terminal: string): Blocking<boolean> {
  if (terminal === "") return true;
  try {
    const fd = yield* sys.open(`/dev/${terminal}`, { access: "both", noControllingTerminal: true });
    for (const standard of [0, 1, 2]) if (fd !== standard) sys.dup2(fd, standard);
    if (fd > 2) sys.close(fd);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    yield* writeAll(sys, 2, encodeText(`init: can't open /dev/${terminal}: ${reasonOf(thrown)}\n`));
    return false;
  }
  if (!sys.isatty(0)) return true;
  try {
    sys.setControllingTerminal(0);
  } catch (thrown) {
    // Another session has it: the service runs on it without job control.
    if (!isErrno(thrown)) throw thrown;
  }
  return true;
}

/** A console that is gone keeps init from nothing. */
export function* tell(sys: Syscalls, text: string, fd: number): Blocking<void> {
  try {
    yield* writeAll(sys, fd, encodeText(text));
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
  }
}
