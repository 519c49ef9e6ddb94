/**
 * Files and commands that an awk program writes to and reads from, by name: opened at their first use, kept until
 * `close` or the end.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";
import { signalNumber } from "../../abi/signals.ts";
import { CommandFailure, reasonOf, type Command } from "../command/command.ts";
import { Output } from "../command/output.ts";
import { shellCommand, startCommand, waitFor } from "../command/run-command.ts";
import { RecordReader } from "./awk-input.ts";

interface Stream {
  readonly fd: number;
  readonly output: Output | null;
  readonly reader: RecordReader | null;
  /** Of a command. */
  readonly pid: number | null;
}

/** All of one program. */
export class AwkStreams {
  readonly #command: Command;
  readonly #outputs = new Map<string, Stream>();
  readonly #inputs = new Map<string, Stream>();

  constructor(command: Command) {
    this.#command = command;
  }

  /** Where `print > name`, `>> name` and `| name` go. */
  *output(kind: ">" | ">>" | "|", name: string): Blocking<Output> {
    if (kind !== "|" && name === "/dev/stdout") return this.#command.out;
    const known = this.#outputs.get(name)?.output;
    if (known) return known;
    const stream = kind === "|" ? yield* this.#pipe(name, true) : yield* this.#file(name, kind === ">>");
    const output = new Output(this.#command.sys, stream.fd);
    this.#outputs.set(name, { ...stream, output });
    return output;
  }

  /** What `getline < name` and `name | getline` read; `null` where it cannot be opened. */
  *input(kind: "file" | "command", name: string): Blocking<RecordReader | null> {
    const known = this.#inputs.get(name)?.reader;
    if (known) return known;
    const { sys } = this.#command;
    let stream: Pick<Stream, "fd" | "pid">;
    if (kind === "command") stream = yield* this.#pipe(name, false);
    else
      try {
        const fd =
          name === "-" || name === "/dev/stdin"
            ? 0
            : yield* sys.open(name, { access: "read", closeOnExec: true });
        stream = { fd, pid: null };
      } catch (thrown) {
        if (isErrno(thrown)) return null;
        throw thrown;
      }
    const reader = new RecordReader(sys, stream.fd);
    this.#inputs.set(name, { ...stream, output: null, reader });
    return reader;
  }

  /** Everything that was printed is written: before another program runs. */
  *flush(): Blocking<void> {
    yield* this.#command.out.flush();
    for (const { output } of this.#outputs.values()) if (output) yield* output.flush();
  }

  /** Writes out one of them; false where there is none of that name. */
  *flushOne(name: string): Blocking<boolean> {
    const output = this.#outputs.get(name)?.output;
    if (output) yield* output.flush();
    return output !== undefined && output !== null;
  }

  /** The status of a command, 0 of a file, -1 where nothing of that name is open. */
  *close(name: string): Blocking<number> {
    let status = -1;
    for (const streams of [this.#outputs, this.#inputs]) {
      const stream = streams.get(name);
      if (!stream) continue;
      streams.delete(name);
      status = yield* this.#end(stream);
    }
    return status;
  }

  *closeAll(): Blocking<void> {
    for (const name of [...this.#outputs.keys(), ...this.#inputs.keys()]) yield* this.close(name);
  }

  /** system(). */
  *run(line: string): Blocking<number> {
    yield* this.flush();
    const { sys, env } = this.#command;
    return codeOf(yield* waitFor(sys, startCommand(sys, "awk", shellCommand(line), env)));
  }

  *#end({ fd, output, pid }: Stream): Blocking<number> {
    const { sys } = this.#command;
    try {
      if (output) yield* output.flush();
    } catch (thrown) {
      // Who is read from no more has nothing to say at the end.
      if (!isErrno(thrown, "EPIPE")) throw thrown;
    }
    if (fd > 2) sys.close(fd);
    return pid === null ? 0 : codeOf(yield* waitFor(sys, pid));
  }

  *#file(name: string, append: boolean): Blocking<Pick<Stream, "fd" | "pid" | "reader">> {
    const special = name === "/dev/stderr" ? 2 : name === "-" ? 1 : null;
    if (special !== null) return { fd: special, pid: null, reader: null };
    try {
      const how = append ? { append } : { truncate: true };
      const fd = yield* this.#command.sys.open(
        name,
        { access: "write", create: true, closeOnExec: true, ...how },
        0o666,
      );
      return { fd, pid: null, reader: null };
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`can't redirect to ${name}: ${reasonOf(thrown)}`, 2);
    }
  }

  /** Starts a command with one end of a pipe; the other is ours. */
  *#pipe(line: string, writes: boolean): Blocking<Pick<Stream, "fd" | "pid" | "reader">> {
    yield* this.flush();
    const { sys, env } = this.#command;
    const ends = sys.pipe({ closeOnExec: true });
    const [own, theirs] = writes ? [ends.write, ends.read] : [ends.read, ends.write];
    const pid = startCommand(
      sys,
      "awk",
      shellCommand(line),
      env,
      (child) => void child.dup2(theirs, writes ? 0 : 1),
    );
    sys.close(theirs);
    return { fd: own, pid, reader: null };
  }
}

function codeOf(status: ChildStatus): number {
  if (status.kind === "exited") return status.code;
  return status.kind === "signaled" ? 256 + signalNumber(status.signal) : 0;
}
