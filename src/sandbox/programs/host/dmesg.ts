/** dmesg(1) and sync(1): the kernel's messages; and writing out what nobody holds back. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag } from "../command/options.ts";
import { decodeText } from "../command/text-encoding.ts";
import { longDate } from "../process/process-columns.ts";
import { readUptimeSeconds } from "../process/system-state.ts";

export const dmesg = program(
  {
    usage: "[-Ttrw]",
    about: "Print the messages of the kernel.",
    options: {
      humanTime: flag("-T, --ctime", "with dates"),
      noTime: flag("-t, --notime", "without times"),
      raw: flag("-r, --raw", "with the numbers of levels"),
      follow: flag("-w, --follow", "wait for more"),
      color: flag("-H, --human", "ignored"),
    },
  },
  function* (command, { options }) {
    const { sys } = command;
    let fd: number | null = null;
    for (const path of ["/dev/kmsg", "/proc/kmsg"]) {
      try {
        fd ??= yield* sys.open(path, { access: "read", nonBlocking: true, closeOnExec: true });
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (thrown.code !== "ENOENT")
          throw new CommandFailure(`read kernel buffer failed: ${thrown.message}`);
      }
    }
    if (fd === null) throw new CommandFailure("read kernel buffer failed: No such file or directory");
    const bootMs = sys.clock("realtime") - (yield* readUptimeSeconds(sys)) * 1000;
    for (;;) {
      let text: string;
      try {
        text = decodeText(yield* sys.read(fd, 8192));
      } catch (thrown) {
        // Some were overwritten before they were read: on with those that are left.
        if (isErrno(thrown, "EPIPE")) continue;
        if (!isErrno(thrown, "EAGAIN") && !isErrno(thrown, "EINTR")) throw thrown;
        if (!options.follow) return 0;
        yield* command.out.flush();
        text = decodeText(yield* waitAndRead(fd));
      }
      if (text === "") return 0;
      for (const line of text.split("\n").filter(Boolean)) {
        // Level, number and microseconds before the text (Documentation/ABI/testing/dev-kmsg); continued lines begin with a space.
        const [, level = "6", , microseconds = "0", escaped = line] =
          /^(\d+),(\d+),(\d+)[^;]*;(.*)$/su.exec(line) ?? [];
        const message = unescaped(escaped);
        const seconds = Number(microseconds) / 1e6;
        const time = options.humanTime
          ? `[${longDate(new Date(bootMs + seconds * 1000))}] `
          : `[${seconds.toFixed(6).padStart(12)}] `;
        yield* command.out.line(`${options.raw ? `<${level}>` : ""}${options.noTime ? "" : time}${message}`);
      }
    }

    function* waitAndRead(source: number): ReturnType<typeof readSome> {
      yield* sys.poll([{ fd: source, events: { readable: true } }], null);
      return yield* readSome(sys, source, 8192);
    }
  },
);

/** Bytes that are not printable ASCII come as `\\xNN`. */
function unescaped(text: string): string {
  if (!text.includes("\\x")) return text;
  const bytes: number[] = [];
  for (const [piece, hex] of text.matchAll(/\\x([\da-f]{2})|[^\\]+|\\/gu)) {
    if (hex === undefined) bytes.push(...new TextEncoder().encode(piece));
    else bytes.push(Number.parseInt(hex, 16));
  }
  return decodeText(new Uint8Array(bytes));
}

export const sync = program(
  {
    usage: "[FILE]...",
    about: "Write out what is held back: nothing is, here.",
    options: { data: flag("-d, --data", "ignored"), system: flag("-f, --file-system", "ignored") },
  },
  function* (command, { operands }) {
    for (const name of operands) {
      try {
        command.sys.stat(name);
      } catch (thrown) {
        yield* command.refused(thrown, `error opening '${name}'`);
      }
    }
  },
);
