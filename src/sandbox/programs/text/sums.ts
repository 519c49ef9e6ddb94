/** sha256sum(1), sha1sum(1), md5sum(1): sums of files, and checking them. */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Program } from "../../abi/program.ts";
import { program, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { LineReader, readSome } from "../command/input.ts";
import { flag } from "../command/options.ts";
import { md5, sha1, sha256, type Digest } from "./digest.ts";

const summing = (begin: () => Digest): Program =>
  program(
    {
      usage: "[-c] [FILE]...",
      about: "Print sums of FILEs, or with -c check the sums in them.",
      options: {
        binary: flag("-b, --binary", "ignored"),
        check: flag("-c, --check", "read sums and check them"),
        text: flag("-t, --text", "ignored"),
        quiet: flag("--quiet", "no OK for each"),
        status: flag("--status", "nothing; by the exit status"),
        silent: flag("-s", "the same"),
        warn: flag("-w, --warn", "complain of lines that are no sums"),
      },
    },
    function* (command, { options, operands }) {
      if (!options.check) {
        yield* eachFile(command, operands, function* (fd, name) {
          yield* command.out.line(`${yield* sumOf(command, fd, begin())}  ${name}`);
        });
        return command.status;
      }
      let failed = 0;
      let missing = 0;
      const says = !options.status && !options.silent;
      yield* eachFile(command, operands, function* (fd, list) {
        const lines = new LineReader(command.sys, fd);
        let found = false;
        for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) {
          const [, sum, name] = /^([0-9a-fA-F]{32,})[ \t][ *]?(.+)$/u.exec(line) ?? [];
          if (sum === undefined || name === undefined) {
            if (options.warn)
              yield* command.warn(`${command.name}: ${list}: improperly formatted checksum line\n`);
            continue;
          }
          found = true;
          try {
            const file =
              name === "-" ? 0 : yield* command.sys.open(name, { access: "read", closeOnExec: true });
            const isRight = (yield* sumOf(command, file, begin())) === sum.toLowerCase();
            if (file !== 0) command.sys.close(file);
            if (!isRight) failed += 1;
            if (says && (!isRight || !options.quiet))
              yield* command.out.line(`${name}: ${isRight ? "OK" : "FAILED"}`);
          } catch (thrown) {
            if (!isErrno(thrown)) throw thrown;
            missing += 1;
            yield* command.refused(thrown, name);
            if (says) yield* command.out.line(`${name}: FAILED open or read`);
          }
        }
        if (!found)
          yield* command.complain(
            `${list === "-" ? "'standard input'" : list}: no properly formatted checksum lines found`,
          );
      });
      const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
      if (says && missing > 0)
        yield* command.warn(
          `${command.name}: WARNING: ${plural(missing, "listed file")} could not be read\n`,
        );
      if (says && failed > 0)
        yield* command.warn(
          `${command.name}: WARNING: ${plural(failed, "computed checksum")} did NOT match\n`,
        );
      return failed + missing > 0 ? 1 : command.status;
    },
  );

function* sumOf({ sys }: Command, fd: number, digest: Digest): Blocking<string> {
  for (
    let bytes = yield* readSome(sys, fd, 16_384);
    bytes.length > 0;
    bytes = yield* readSome(sys, fd, 16_384)
  ) {
    digest.update(bytes);
    yield checkpoint;
  }
  return digest.finish();
}

export const sha256sum = summing(sha256);
export const sha1sum = summing(sha1);
export const md5sum = summing(md5);
