/** sed(1): edits lines by a script. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { program, reasonOf, type Command } from "../command/command.ts";
import { LineReader, readTextFile, readTextFileIfAny } from "../command/input.ts";
import { flag, optional, UsageError, values } from "../command/options.ts";
import { Output } from "../command/output.ts";
import { directoryName } from "../files/path-text.ts";
import { SedMachine } from "./sed-machine.ts";
import type { SedStreams } from "./sed-streams.ts";
import { parseSedScript } from "./sed-script.ts";

export const sed = program(
  {
    usage: "[OPTION]... [SCRIPT] [FILE]...",
    about: "Edit lines by SCRIPT. Commands: s/// y/// d D p P n N g G h H x a i c r w b t : = l q Q { }",
    options: {
      quiet: flag("-n, --quiet, --silent", "print only what is said to"),
      scripts: values("-e, --expression=SCRIPT", "one of many"),
      files: values("-f, --file=FILE", "a script in FILE"),
      extended: flag("-E, --regexp-extended", "extended expressions"),
      extendedToo: flag("-r", "the same"),
      inPlace: optional(
        "-i[SUFFIX], --in-place[=SUFFIX]",
        "into the FILEs; the old ones stay as FILE+SUFFIX",
      ),
      separate: flag("-s, --separate", "each FILE by itself"),
      unbuffered: flag("-u, --unbuffered", "write each line at once"),
      zero: flag("-z, --null-data", "lines end with 0"),
    },
  },
  function* (command, { options, operands }) {
    const words = [...operands];
    const scripts: string[] = [...options.scripts];
    for (const file of options.files)
      scripts.push((yield* readTextFile(command.sys, file)).replace(/\n$/u, ""));
    if (scripts.length === 0) {
      const first = words.shift();
      if (first === undefined) throw new UsageError("no script specified");
      scripts.push(first);
    }
    const script = scripts.join("\n");
    const commands = parseSedScript(script, options.extended || options.extendedToo ? "extended" : "basic");
    const quiet = options.quiet || /^#n(\n|$)/u.test(script);
    const end = options.zero ? "\0" : "\n";
    const streams = new SedFiles(command, end, options.unbuffered);
    const machine = new SedMachine(commands, streams, quiet, end);
    try {
      if (options.inPlace === null && !options.separate) {
        streams.open(words.length > 0 ? words : ["-"], command.out);
        return (yield* machine.run()) || command.status;
      }
      for (const name of words.length > 0 ? words : ["-"]) {
        machine.restart();
        if (options.inPlace === null) {
          streams.open([name], command.out);
          yield* machine.run();
        } else yield* editInPlace(command, name, options.inPlace, streams, machine);
      }
      return command.status;
    } finally {
      streams.closeAll();
    }
  },
);

/** Into a new file beside the old one, which then takes its place. */
function* editInPlace(
  command: Command,
  name: string,
  suffix: string,
  streams: SedFiles,
  machine: SedMachine,
): Blocking<void> {
  const { sys } = command;
  try {
    const before = sys.stat(name);
    if (before.type !== "file") {
      yield* command.complain(`couldn't edit ${name}: not a regular file`, 4);
      return;
    }
    const temporary = `${directoryName(name)}/sed${sys.getpid()}${Math.floor(sys.clock("monotonic"))}`;
    const fd = yield* sys.open(
      temporary,
      { access: "write", create: true, exclusive: true, closeOnExec: true },
      0o600,
    );
    const out = new Output(sys, fd);
    streams.open([name], out);
    yield* machine.run();
    yield* out.flush();
    sys.fchmod(fd, before.mode);
    try {
      sys.fchown(fd, before.uid, before.gid);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
    }
    sys.close(fd);
    if (suffix !== "") sys.rename(name, suffix.includes("*") ? suffix.replaceAll("*", name) : name + suffix);
    sys.rename(temporary, name);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    yield* command.complain(`can't read ${name}: ${reasonOf(thrown)}`, 2);
  }
}

/** The files of a command line as one stream of lines, with one line read ahead to know the last. */
class SedFiles implements SedStreams {
  readonly #command: Command;
  readonly #end: number;
  readonly #unbuffered: boolean;
  readonly #written = new Map<string, { readonly fd: number; readonly out: Output }>();
  readonly #lineFiles = new Map<string, LineReader>();
  #names: string[] = [];
  #name = "-";
  #reader: LineReader | null = null;
  #fd = -1;
  #ahead: { readonly line: string; readonly lacksEnd: boolean } | null = null;
  #lacksEnd = false;
  #out: Output;

  constructor(command: Command, end: string, unbuffered: boolean) {
    this.#command = command;
    this.#end = end.charCodeAt(0);
    this.#unbuffered = unbuffered;
    this.#out = command.out;
  }

  open(names: readonly string[], out: Output): void {
    this.#names = [...names];
    this.#out = out;
    this.#reader = null;
    this.#ahead = null;
  }

  *next(): Blocking<string | null> {
    yield* this.#fill();
    const taken = this.#ahead;
    this.#ahead = null;
    this.#lacksEnd = taken?.lacksEnd ?? false;
    return taken?.line ?? null;
  }

  *isLast(): Blocking<boolean> {
    yield* this.#fill();
    return this.#ahead === null;
  }

  lacksEnd(): boolean {
    return this.#lacksEnd;
  }

  fileName(): string {
    return this.#name;
  }

  *print(text: string): Blocking<void> {
    yield* this.#out.print(text);
    if (this.#unbuffered) yield* this.#out.flush();
  }

  *writeFile(name: string, text: string): Blocking<void> {
    if (name === "/dev/stdout") return yield* this.print(text);
    if (name === "/dev/stderr") return yield* this.#command.warn(text);
    let target = this.#written.get(name);
    if (!target) {
      const fd = yield* this.#command.sys.open(
        name,
        { access: "write", create: true, truncate: true, closeOnExec: true },
        0o666,
      );
      target = { fd, out: new Output(this.#command.sys, fd) };
      this.#written.set(name, target);
    }
    yield* target.out.print(text);
    // Whoever reads it meanwhile sees it, as with sed.
    yield* target.out.flush();
  }

  *readFile(name: string): Blocking<string> {
    return (yield* readTextFileIfAny(this.#command.sys, name)) ?? "";
  }

  *readLineOf(name: string): Blocking<string | null> {
    let reader = this.#lineFiles.get(name);
    if (!reader) {
      try {
        reader = new LineReader(
          this.#command.sys,
          yield* this.#command.sys.open(name, { access: "read", closeOnExec: true }),
        );
      } catch (thrown) {
        if (isErrno(thrown)) return null;
        throw thrown;
      }
      this.#lineFiles.set(name, reader);
    }
    return yield* reader.next();
  }

  closeAll(): void {
    for (const { fd } of this.#written.values()) this.#command.sys.close(fd);
    if (this.#fd > 0) this.#command.sys.close(this.#fd);
    this.#fd = -1;
  }

  *#fill(): Blocking<void> {
    while (this.#ahead === null) {
      if (this.#reader) {
        const line = yield* this.#reader.next();
        if (line !== null) {
          this.#ahead = { line, lacksEnd: this.#reader.lacksEnd };
          return;
        }
        if (this.#fd > 0) this.#command.sys.close(this.#fd);
        this.#fd = -1;
        this.#reader = null;
      }
      const name = this.#names.shift();
      if (name === undefined) return;
      yield* this.#openNext(name);
    }
  }

  *#openNext(name: string): Blocking<void> {
    const { sys } = this.#command;
    this.#name = name;
    try {
      this.#fd = name === "-" ? 0 : yield* sys.open(name, { access: "read", closeOnExec: true });
      if (sys.fstat(this.#fd).type === "directory") {
        yield* this.#command.complain(`couldn't read ${name}: Is a directory`, 2);
        return;
      }
      this.#reader = new LineReader(sys, this.#fd, this.#end);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      yield* this.#command.complain(`can't read ${name}: ${reasonOf(thrown)}`, 2);
    }
  }
}
