/** paste(1) and tee(1): many files side by side, one into many. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag, optional, value } from "../command/options.ts";
import { writeAll } from "../command/output.ts";

export const paste = program(
  {
    usage: "[-s] [-d LIST] [FILE]...",
    about: "Print lines of FILEs side by side.",
    options: {
      serial: flag("-s, --serial", "each FILE in one line"),
      delimiters: value("-d, --delimiters=LIST", "between them (default: tab)"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const marks = Array.from(
      (options.delimiters ?? "\t")
        .replaceAll(String.raw`\t`, "\t")
        .replaceAll(String.raw`\n`, "\n")
        .replaceAll(String.raw`\0`, "\0"),
    );
    const markAt = (at: number): string => {
      const mark = marks[at % Math.max(1, marks.length)] ?? "";
      return mark === "\0" ? "" : mark;
    };
    if (options.serial) {
      yield* eachFile(command, operands, function* (fd) {
        const lines = new LineReader(sys, fd);
        let at = 0;
        for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
          yield* command.out.print((at === 0 ? "" : markAt(at - 1)) + line);
          at += 1;
        }
        yield* command.out.line("");
      });
      return;
    }
    const standard = new LineReader(sys, 0);
    const readers: LineReader[] = [];
    for (const name of operands.length > 0 ? operands : ["-"]) {
      if (name === "-") readers.push(standard);
      else readers.push(new LineReader(sys, yield* openNamed(name)));
    }
    for (;;) {
      const cells: (string | null)[] = [];
      for (const reader of readers) cells.push(yield* reader.next());
      if (cells.every((cell) => cell === null)) return;
      yield* command.out.line(
        cells.map((cell, at) => (at === 0 ? "" : markAt(at - 1)) + (cell ?? "")).join(""),
      );
    }

    function* openNamed(name: string): Blocking<number> {
      try {
        return yield* sys.open(name, { access: "read", closeOnExec: true });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        throw new CommandFailure(`${name}: ${thrown.message}`);
      }
    }
  },
);

export const tee = program(
  {
    usage: "[-ai] [FILE]...",
    about: "Copy standard input to standard output and to FILEs.",
    options: {
      append: flag("-a, --append", "behind what is there"),
      ignore: flag("-i, --ignore-interrupts", "ignore ^C"),
      pipe: optional("-p, --output-error[=MODE]", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    if (options.ignore) sys.sigaction("SIGINT", "ignore");
    const targets: { readonly fd: number; readonly name: string }[] = [{ fd: 1, name: "standard output" }];
    for (const name of operands) {
      try {
        const fd = yield* sys.open(
          name,
          {
            access: "write",
            create: true,
            truncate: !options.append,
            append: options.append,
            closeOnExec: true,
          },
          0o666,
        );
        targets.push({ fd, name });
      } catch (thrown) {
        yield* command.refused(thrown, name);
      }
    }
    for (let bytes = yield* readSome(sys, 0); bytes.length > 0; bytes = yield* readSome(sys, 0)) {
      for (const target of targets.slice()) {
        try {
          yield* writeAll(sys, target.fd, bytes);
        } catch (thrown) {
          // The others still get everything.
          yield* command.refused(thrown, target.name);
          targets.splice(targets.indexOf(target), 1);
        }
      }
    }
  },
);
