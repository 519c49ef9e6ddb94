/** tail(1): the last lines or bytes of files, and what is added to them. */
import { joinBytes } from "../../../base/join-bytes.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { rawProgram, type Command } from "../command/command.ts";
import { eachFile } from "../command/each-file.ts";
import { readSome } from "../command/input.ts";
import { flag, optional, parseOptions, value } from "../command/options.ts";
import { durationMs } from "../command/quantities.ts";
import { countArgument, startOfLast } from "./head.ts";

const tailOptions = {
  bytes: value("-c, --bytes=[+]N", "N bytes; with +, from byte N on"),
  lines: value("-n, --lines=[+]N", "N lines (default 10); with +, from line N on"),
  follow: optional("-f, --follow[=HOW]", "wait for more, by descriptor or name"),
  followName: flag("-F", "the same by name, even when the file is new"),
  retry: flag("--retry", "ignored"),
  quiet: flag("-q, --quiet, --silent", "no names"),
  verbose: flag("-v, --verbose", "names always"),
  interval: value("-s, --sleep-interval=SECONDS", "how often to look (default 1)"),
  pid: value("--pid=PID", "with -f: end with this process"),
};

export const tail = rawProgram(
  {
    usage: "[-f] [-n N] [-c N] [FILE]...",
    about: "Print the last ten lines of FILEs.",
    options: tailOptions,
  },
  function* (command) {
    const args = command.args.map((word, at) =>
      at === 0 && /^[-+]\d+$/u.test(word) ? `-n${word.replace("-", "")}` : word,
    );
    const { options, operands } = parseOptions(tailOptions, args);
    const byBytes = options.bytes !== null;
    const { amount, sign } = countArgument(
      options.bytes ?? options.lines ?? "10",
      byBytes ? "bytes" : "lines",
    );
    const titled = options.verbose || (operands.length > 1 && !options.quiet);
    let shownLast: string | null = null;
    const title = function* (name: string): Blocking<void> {
      if (!titled || shownLast === name) return;
      yield* command.out.line(
        `${shownLast === null ? "" : "\n"}==> ${name === "-" ? "standard input" : name} <==`,
      );
      shownLast = name;
    };
    yield* eachFile(command, operands, function* (fd, name) {
      yield* title(name);
      if (sign === "+") yield* from(command, fd, amount, byBytes);
      else yield* last(command, fd, amount, byBytes);
    });
    if (options.follow === null && !options.followName) return;
    yield* command.out.flush();
    const byName = options.followName || options.follow === "name";
    const names = operands.length > 0 ? operands : ["-"];
    const pollMs = durationMs(options.interval ?? "1") ?? 1000;
    yield* followFiles(
      command,
      names,
      byName,
      pollMs,
      options.pid === null ? null : Number(options.pid),
      title,
    );
  },
);

function* from({ sys, out }: Command, fd: number, start: number, byBytes: boolean): Blocking<void> {
  let skip = Math.max(0, start - 1);
  for (let bytes = yield* readSome(sys, fd); bytes.length > 0; bytes = yield* readSome(sys, fd)) {
    let at = 0;
    if (byBytes) {
      at = Math.min(skip, bytes.length);
      skip -= at;
    } else {
      while (skip > 0 && at < bytes.length) {
        const end = bytes.indexOf(10, at);
        if (end < 0) at = bytes.length;
        else {
          at = end + 1;
          skip -= 1;
        }
      }
    }
    yield* out.bytes(bytes.subarray(at));
  }
}

function* last({ sys, out }: Command, fd: number, amount: number, byBytes: boolean): Blocking<void> {
  let held: Uint8Array = new Uint8Array();
  let keepBytes = byBytes ? amount : 65_536;
  // A long file is not read from its beginning.
  const { type, size } = sys.fstat(fd);
  if (type === "file" && size > 1 << 20) sys.seek(fd, -Math.min(size, byBytes ? amount : 1 << 20), "end");
  for (let bytes = yield* readSome(sys, fd); bytes.length > 0; bytes = yield* readSome(sys, fd)) {
    held = joinBytes([held, bytes]);
    if (held.length < keepBytes * 2) continue;
    held = held.subarray(byBytes ? held.length - amount : startOfLast(held, amount));
    // Long lines: looking again only pays when much more has come.
    keepBytes = Math.max(keepBytes, held.length);
  }
  yield* out.bytes(held.subarray(byBytes ? Math.max(0, held.length - amount) : startOfLast(held, amount)));
}

interface Followed {
  readonly name: string;
  fd: number | null;
  inode: number | null;
  offset: number;
}

function* followFiles(
  command: Command,
  names: readonly string[],
  byName: boolean,
  pollMs: number,
  pid: number | null,
  title: (name: string) => Blocking<void>,
): Blocking<void> {
  const { sys, out } = command;
  const files: Followed[] = [];
  for (const name of names) {
    const file: Followed = { name, fd: null, inode: null, offset: 0 };
    if (name === "-") {
      if (sys.fstat(0).type === "file") file.fd = 0;
      else continue;
    } else yield* reopen(command, file);
    if (file.fd !== null) file.offset = sys.fstat(file.fd).size;
    if (file.fd !== null || byName) files.push(file);
  }
  while (files.length > 0) {
    for (const file of files) {
      if (byName && file.name !== "-") yield* reopenIfNew(command, file);
      if (file.fd === null) continue;
      const { size } = sys.fstat(file.fd);
      if (size < file.offset) {
        yield* command.warn(`tail: ${file.name}: file truncated\n`);
        file.offset = 0;
      }
      while (size > file.offset) {
        const bytes = yield* sys.pread(file.fd, Math.min(65_536, size - file.offset), file.offset);
        if (bytes.length === 0) break;
        yield* title(file.name);
        yield* out.bytes(bytes);
        file.offset += bytes.length;
      }
    }
    yield* out.flush();
    if (pid !== null && !isAlive(command, pid)) return;
    yield* sys.sleep(pollMs);
  }
}

function* reopen({ sys }: Command, file: Followed): Blocking<void> {
  try {
    file.fd = yield* sys.open(file.name, { access: "read", nonBlocking: true, closeOnExec: true });
    file.inode = sys.fstat(file.fd).inode;
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
  }
}

function* reopenIfNew(command: Command, file: Followed): Blocking<void> {
  let inode: number | null = null;
  try {
    ({ inode } = command.sys.stat(file.name));
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
  }
  if (inode === null || inode === file.inode) return;
  const wasThere = file.inode !== null;
  if (file.fd !== null) command.sys.close(file.fd);
  file.fd = null;
  yield* reopen(command, file);
  file.offset = 0;
  yield* command.warn(
    `tail: '${file.name}' has ${wasThere ? "been replaced" : "appeared"};  following new file\n`,
  );
}

function isAlive({ sys }: Command, pid: number): boolean {
  try {
    sys.kill(pid, null);
    return true;
  } catch (thrown) {
    return !isErrno(thrown, "ESRCH");
  }
}
