/** getty(8) and login(1): a terminal's way to a user's shell. */
import type { Blocking } from "../../abi/blocking.ts";
import { cookedTermios } from "../../abi/termios.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { LineReader, readTextFileIfAny } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { becomeUser, goHome, loginEnvironment } from "../identity/become-user.ts";
import { execOrComplain } from "../command/run-command.ts";
import { takeTerminal } from "./start-service.ts";

export const getty = program(
  {
    usage: "[OPTION]... [BAUD] TTY [TERM]",
    about: "Open TTY, show /etc/issue, ask who it is and run login.",
    options: {
      noReset: flag("-i", "do not show /etc/issue"),
      autologin: value("-a, --autologin=USER", "log USER in without asking"),
      local: flag("-L", "ignored: there is no modem"),
      noName: flag("-n", "ask nothing: login does"),
      login: value("-l, --login-program=PROGRAM", "instead of /bin/login"),
      host: value("-H, --host=NAME", "ignored"),
      timeout: value("-t, --timeout=SECONDS", "end when no name was given"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    // BAUD and TTY come in either order (agetty(8)).
    const [terminal, kind] = operands.filter((word) => !/^[\d,]+$/u.test(word));
    if (terminal === undefined) throw new CommandFailure("bad usage: which TTY?");
    if (sys.getsid() !== sys.getpid() && sys.getpgid() !== sys.getpid()) sys.setsid();
    if (terminal !== "-" && !(yield* takeTerminal(sys, terminal.replace(/^\/dev\//u, "")))) return 1;
    if (sys.isatty(0)) yield* sys.tcsetattr(0, cookedTermios, "flush");
    const env = { ...command.env, TERM: kind ?? command.env["TERM"] ?? "linux" };
    if (!options.noReset) yield* showFile(command, "/etc/issue");
    if (options.timeout !== null) sys.alarm(Number(options.timeout));
    const name = options.autologin ?? (options.noName ? null : yield* askName(command));
    if (options.timeout !== null) sys.alarm(0);
    const how = options.autologin === null ? [] : ["-f"];
    const login = options.login ?? "/bin/login";
    return yield* execOrComplain(sys, "getty", [login, ...how, ...(name === null ? [] : [name])], env);
  },
);

export const login = program(
  {
    usage: "[-p] [-f] [-h HOST] [USER]",
    about: "Log USER in: groups, environment, home, message of the day, shell.",
    options: {
      preserve: flag("-p", "keep the environment"),
      trusted: flag("-f", "without a password"),
      host: value("-h", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const accounts = yield* readAccounts(sys);
    let name = operands[0] ?? (yield* askName(command));
    for (let tries = 1; ; tries++) {
      const user = accounts.user(name);
      // A locked account (`!`, `*`) can be entered by -f alone; there is no other check of passwords.
      if (user && (options.trusted || !/^[!*]/u.test(user.password))) {
        if (sys.isatty(0)) giveTerminal(sys, user.uid, user.gid);
        becomeUser(sys, user, accounts);
        goHome(sys, user);
        yield* showFile(command, "/etc/motd");
        yield* command.out.flush();
        const base = user.shell.slice(user.shell.lastIndexOf("/") + 1);
        const env = loginEnvironment(user, command.env, options.preserve);
        return yield* sys.exec(user.shell, { argv: [`-${base}`], env });
      }
      yield* command.out.line("Login incorrect");
      if (tries >= 3) return 1;
      name = yield* askName(command);
    }
  },
);

function* askName(command: Command): Blocking<string> {
  const { sys, out } = command;
  const lines = new LineReader(sys, 0);
  for (;;) {
    yield* out.print(`${sys.uname().nodename} login: `);
    yield* out.flush();
    const line = yield* lines.next();
    if (line === null) throw new CommandFailure("end of input");
    if (line.trim() !== "") return line.trim();
  }
}

/** The terminal belongs to who works at it. */
function giveTerminal(sys: Syscalls, uid: number, gid: number): void {
  try {
    sys.fchown(0, uid, gid);
    sys.fchmod(0, 0o600);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
  }
}

/** Prints a file with the escapes of issue(5): `\n` host, `\l` terminal, `\r` release, `\s` system, `\m` machine. */
function* showFile({ sys, out }: Command, path: string): Blocking<void> {
  const text = yield* readTextFileIfAny(sys, path);
  if (text === null) return;
  const { nodename, release, sysname, machine, version } = sys.uname();
  const terminal = sys.isatty(0) ? sys.ttyname(0).replace(/^\/dev\//u, "") : "";
  const values: Readonly<Record<string, string>> = {
    n: nodename,
    l: terminal,
    r: release,
    s: sysname,
    m: machine,
    v: version,
  };
  yield* out.print(
    path === "/etc/issue"
      ? text.replaceAll(/\\([nlrsmv])/gu, (whole, key: string) => values[key] ?? whole)
      : text,
  );
}
