/**
 * syslogd(8) and logger(1): messages of programs, by way of the socket `/dev/log`, into `/var/log/messages` (RFC 3164).
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { LineReader } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { sizeBytes } from "../command/quantities.ts";
import { writeAll } from "../command/output.ts";
import { decodeText, encodeText } from "../command/text-encoding.ts";
import { longDate } from "../process/process-columns.ts";

const facilities = [
  "kern",
  "user",
  "mail",
  "daemon",
  "auth",
  "syslog",
  "lpr",
  "news",
  "uucp",
  "cron",
  "authpriv",
  "ftp",
];
const levels = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"];
const socketPath = "/dev/log";

export const syslogd = program(
  {
    usage: "[-n] [-O FILE] [-s SIZE] [-b N] [-l LEVEL]",
    about: "Collect messages into /var/log/messages.",
    options: {
      foreground: flag("-n", "stay in the foreground"),
      file: value("-O", "into FILE; - is standard output"),
      size: value("-s", "turn the file over at SIZE KiB (default 200, 0 never)"),
      rotated: value("-b", "how many old files to keep (default 1)"),
      level: value("-l", "only messages more urgent than LEVEL (1 to 8)"),
      small: flag("-S", "without host name"),
    },
  },
  function* (command, { options }) {
    const { sys } = command;
    if (!options.foreground) {
      sys.fork(function* (own) {
        own.setsid();
        return yield* collect(own);
      });
      return 0;
    }
    return yield* collect(sys);

    function* collect(own: typeof sys): Blocking<number> {
      const path = options.file ?? "/var/log/messages";
      const limitBytes = (sizeBytes(`${options.size ?? "200"}k`) ?? 0) || Number.POSITIVE_INFINITY;
      const keep = Number(options.rotated ?? 1);
      try {
        own.unlink(socketPath);
      } catch (thrown) {
        if (!isErrno(thrown, "ENOENT")) throw thrown;
      }
      const socket = own.socket("unix", "datagram");
      own.bind(socket, { family: "unix", path: socketPath });
      own.chmod(socketPath, 0o666);
      const note = { over: false };
      for (const signal of ["SIGTERM", "SIGINT", "SIGQUIT"] as const)
        own.sigaction(signal, { handler: () => (note.over = true) });
      const append = { access: "write", create: true, append: true, closeOnExec: true } as const;
      let fd = path === "-" ? 1 : yield* own.open(path, append, 0o640);
      let packet = "<46>syslogd started: TypeScript";
      while (!note.over) {
        const { level, line } = formatted(
          packet,
          own.clock("realtime"),
          options.small ? null : own.uname().nodename,
        );
        if (options.level === null || level < Number(options.level))
          yield* writeAll(own, fd, encodeText(line));
        if (path !== "-" && own.fstat(fd).size > limitBytes) {
          own.close(fd);
          for (let index = keep - 1; index > 0; index--)
            renameIfAny(own, `${path}.${index - 1}`, `${path}.${index}`);
          if (keep > 0) renameIfAny(own, path, `${path}.0`);
          else own.unlink(path);
          fd = yield* own.open(path, append, 0o640);
        }
        try {
          const { bytes } = yield* own.receiveFrom(socket, 8192);
          packet = decodeText(bytes).replace(/[\n\0]+$/u, "");
        } catch (thrown) {
          if (!isErrno(thrown, "EINTR")) throw thrown;
          packet = "<46>syslogd exiting";
          if (!note.over) continue;
          yield* writeAll(
            own,
            fd,
            encodeText(
              formatted(packet, own.clock("realtime"), options.small ? null : own.uname().nodename).line,
            ),
          );
        }
      }
      return 0;
    }
  },
);

export const logger = program(
  {
    usage: "[-s] [-t TAG] [-p PRIORITY] [MESSAGE]...",
    about: "Send MESSAGE, or the lines of standard input, to syslogd.",
    options: {
      both: flag("-s, --stderr", "on standard error too"),
      pid: flag("-i, --id", "with the pid"),
      tag: value("-t, --tag=TAG", "instead of the user's name"),
      priority: value("-p, --priority=FACILITY.LEVEL", "default user.notice"),
    },
  },
  function* (command, { options, operands }) {
    const [facility = "user", level = "notice"] = (options.priority ?? "user.notice").split(".");
    const facilityNumber =
      facilities.indexOf(facility) < 0 ? localFacility(facility) : facilities.indexOf(facility);
    const levelNumber = levels.indexOf({ warn: "warning", error: "err", panic: "emerg" }[level] ?? level);
    if (facilityNumber < 0 || levelNumber < 0)
      throw new CommandFailure(`unknown priority name: ${options.priority ?? ""}`);
    const tag = options.tag ?? command.env["LOGNAME"] ?? command.env["USER"] ?? "root";
    const name = options.pid ? `${tag}[${command.sys.getpid()}]` : tag;
    const send = function* (message: string): Blocking<void> {
      yield* sendMessage(command, `<${facilityNumber * 8 + levelNumber}>${name}: ${message}`);
      if (options.both) yield* command.warn(`${name}: ${message}\n`);
    };
    if (operands.length > 0) yield* send(operands.join(" "));
    else {
      const lines = new LineReader(command.sys, 0);
      for (let line = yield* lines.next(); line !== null; line = yield* lines.next()) yield* send(line);
    }
  },
);

function* sendMessage({ sys }: Command, packet: string): Blocking<void> {
  const socket = sys.socket("unix", "datagram");
  try {
    yield* sys.sendTo(socket, encodeText(packet), { family: "unix", path: socketPath });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`socket ${socketPath}: ${thrown.message}`);
  } finally {
    sys.close(socket);
  }
}

/** `<13>root: text` as a line: `Nov 23 14:09:50 host user.notice root: text`. */
function formatted(
  packet: string,
  nowMs: number,
  host: string | null,
): { readonly level: number; readonly line: string } {
  const [, digits, rest] = /^<(\d+)>(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d )?(.*)$/su.exec(packet) ?? [];
  const priority = Number(digits ?? 13);
  const facility = facilities[priority >> 3] ?? `local${(priority >> 3) - 16}`;
  const level = levels[priority & 7] ?? "notice";
  const when = longDate(new Date(nowMs)).slice(4, 19);
  const where = host === null ? "" : `${host} ${facility}.${level} `;
  return { level: priority & 7, line: `${when} ${where}${rest ?? packet}\n` };
}

function localFacility(name: string): number {
  const digit = /^local([0-7])$/u.exec(name)?.[1];
  return digit === undefined ? -1 : 16 + Number(digit);
}

function renameIfAny(sys: Command["sys"], from: string, to: string): void {
  try {
    sys.rename(from, to);
  } catch (thrown) {
    if (!isErrno(thrown, "ENOENT")) throw thrown;
  }
}
