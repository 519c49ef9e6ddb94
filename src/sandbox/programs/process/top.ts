/** top(1): the busiest processes on the whole screen, measured between two looks; with -b as plain text. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Termios } from "../../abi/termios.ts";
import { readAccounts, type Accounts } from "../accounts/account-files.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { decodeText } from "../command/text-encoding.ts";
import { parseSignal } from "./signal-names.ts";
import { takeSample, type TopSample } from "./top-sample.ts";
import { topHelp, topLines, type TopView } from "./top-view.ts";

export const top = program(
  {
    usage: "[-b] [-n N] [-d SECONDS] [-p PID,...] [-u USER] [-o COLUMN]",
    about:
      "Show the busiest processes. Keys: q end, k kill, r renice, P M T N sort, R reverse, c command lines, g cgroups, h help.",
    options: {
      batch: flag("-b, --batch", "plain text, one screen after the other"),
      count: value("-n, --iterations=N", "end after N screens"),
      delay: value("-d, --delay=SECONDS", "between two (default 3)"),
      pids: value("-p, --pid=PID,...", "only these"),
      user: value("-u, --filter-any-user=USER", "only those of USER"),
      sort: value("-o, --sort-override=COLUMN", "PID, %CPU, %MEM, TIME+, RES, VIRT, USER, COMMAND"),
      commandLine: flag("-c, --cmdline-toggle", "whole command lines"),
      idle: flag("-i, --idle-toggle", "not those that did nothing"),
    },
  },
  function* (command, { options }) {
    const { sys, out } = command;
    const accounts = yield* readAccounts(sys);
    const delay = options.delay === null ? 3 : Number(options.delay);
    if (!(delay >= 0)) throw new CommandFailure(`bad delay interval '${options.delay ?? ""}'`);
    const view: TopView = {
      sort: options.sort?.replace(/^[+-]/u, "").toUpperCase() ?? "%CPU",
      reverse: options.sort?.startsWith("+") ?? false,
      commandLines: options.commandLine,
      hideIdle: options.idle,
      cgroups: false,
      uid: options.user === null ? null : accounts.uidOf(options.user),
      pids: options.pids === null ? null : options.pids.split(",").map((pid) => integerArgument(pid, "pid")),
      message: "",
    };
    const count = options.count === null ? Infinity : integerArgument(options.count, "iterations argument");
    if (options.batch || !sys.isatty(0)) {
      let before: TopSample | null = null;
      for (let done = 0; done < count; done++) {
        if (done > 0) {
          yield* out.flush();
          yield* sys.sleep(Math.max(10, delay * 1000));
          yield* out.line("");
        }
        const sample: TopSample = yield* takeSample(sys, before);
        for (const line of topLines(sample, view, accounts, null)) yield* out.line(line.text);
        before = sample;
      }
      return 0;
    }
    return yield* new Screen(command, view, accounts, delay, count).run();
  },
);

const escape = "\u001b";

class Screen {
  readonly #command: Command;
  readonly #accounts: Accounts;
  readonly #count: number;
  #view: TopView;
  #delay: number;
  #help = false;

  constructor(command: Command, view: TopView, accounts: Accounts, delay: number, count: number) {
    this.#command = command;
    this.#view = view;
    this.#accounts = accounts;
    this.#delay = delay;
    this.#count = count;
  }

  *run(): Blocking<number> {
    const { sys, out } = this.#command;
    const before = sys.tcgetattr(0);
    const note = { over: false, resized: false };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const) {
      sys.sigaction(signal, { handler: () => (note.over = true) });
    }
    sys.sigaction("SIGWINCH", { handler: () => (note.resized = true) });
    const raw: Termios = { ...before, icanon: false, echo: false, min: 1, time: 0 };
    yield* sys.tcsetattr(0, raw, "drain");
    yield* out.print("\u001b[?1049h\u001b[?25l");
    let sample: TopSample | null = null;
    let shown = 0;
    let nextMs = 0;
    while (!note.over && shown < this.#count) {
      const nowMs = sys.clock("monotonic");
      if (nowMs >= nextMs || sample === null) {
        sample = yield* takeSample(sys, sample);
        shown += 1;
        nextMs = nowMs + Math.max(100, this.#delay * 1000);
      }
      yield* this.#draw(sample);
      this.#view = { ...this.#view, message: "" };
      const key = yield* this.#key(nextMs - sys.clock("monotonic"));
      if (key === "q") break;
      if (key !== null && (yield* this.#handle(key)) === "sample") nextMs = 0;
    }
    yield* out.print("\u001b[?25h\u001b[?1049l");
    yield* out.flush();
    yield* sys.tcsetattr(0, before, "drain");
    return 0;
  }

  *#draw(sample: TopSample): Blocking<void> {
    const { sys, out } = this.#command;
    const size = sys.windowSize(1);
    const columns = size.columns || 80;
    const rows = size.rows || 24;
    const lines = this.#help ? topHelp(this.#delay) : topLines(sample, this.#view, this.#accounts, columns);
    const text = lines.slice(0, rows).map(({ text: line, style }) => {
      const cut = line.slice(0, columns);
      return style === "head"
        ? `\u001b[7m${cut.padEnd(columns)}\u001b[m`
        : style === "bold"
          ? `\u001b[1m${cut}\u001b[m\u001b[K`
          : `${cut}\u001b[K`;
    });
    yield* out.print(`\u001b[H${text.join("\r\n")}\u001b[J`);
    yield* out.flush();
  }

  /** One key, or `null` when the time is over. */
  *#key(timeoutMs: number): Blocking<string | null> {
    const { sys } = this.#command;
    try {
      const ready = yield* sys.poll([{ fd: 0, events: { readable: true } }], Math.max(0, timeoutMs));
      if (ready.length === 0) return null;
      const bytes = yield* sys.read(0, 16);
      return bytes.length === 0 ? "q" : decodeText(bytes).slice(0, 1);
    } catch (thrown) {
      if (isErrno(thrown, "EINTR")) return null;
      throw thrown;
    }
  }

  *#handle(key: string): Blocking<"redraw" | "sample"> {
    if (this.#help) {
      this.#help = false;
      return "redraw";
    }
    const sorts: Readonly<Record<string, string>> = { P: "%CPU", M: "%MEM", T: "TIME+", N: "PID", U: "USER" };
    const sort = sorts[key];
    if (sort !== undefined) this.#view = { ...this.#view, sort, reverse: false };
    else if (key === "R") this.#view = { ...this.#view, reverse: !this.#view.reverse };
    else if (key === "c") this.#view = { ...this.#view, commandLines: !this.#view.commandLines };
    else if (key === "i") this.#view = { ...this.#view, hideIdle: !this.#view.hideIdle };
    else if (key === "g") this.#view = { ...this.#view, cgroups: !this.#view.cgroups };
    else if (key === "h" || key === "?") this.#help = true;
    else if (key === "k") yield* this.#kill();
    else if (key === "r") yield* this.#renice();
    else if (key === "d" || key === "s") {
      const text = yield* this.#ask(`Change delay from ${this.#delay.toFixed(1)} to `);
      if (Number(text) > 0) this.#delay = Number(text);
      else if (text !== "") this.#tell("Unacceptable floating point");
    } else if (key === "u") {
      const text = yield* this.#ask("Which user (blank for all) ");
      const uid = this.#accounts.user(text)?.uid ?? (/^\d+$/u.test(text) ? Number(text) : null);
      if (text !== "" && uid === null) this.#tell("Invalid user");
      else this.#view = { ...this.#view, uid };
    } else return key === " " || key === "\n" ? "sample" : "redraw";
    return "redraw";
  }

  *#kill(): Blocking<void> {
    const pid = yield* this.#ask("PID to signal/kill ");
    if (pid === "") return;
    const text = yield* this.#ask(`Send pid ${pid} signal [15/sigterm] `);
    const signal = parseSignal(text === "" ? "TERM" : text);
    if (!/^\d+$/u.test(pid) || signal === null) return this.#tell("Invalid signal or pid");
    this.#attempt(`Failed signal pid '${pid}'`, () => this.#command.sys.kill(Number(pid), signal));
  }

  *#renice(): Blocking<void> {
    const pid = yield* this.#ask("PID to renice ");
    if (pid === "") return;
    const text = yield* this.#ask(`Renice PID ${pid} to value `);
    if (!/^\d+$/u.test(pid) || !/^-?\d+$/u.test(text)) return this.#tell("Unacceptable integer");
    this.#attempt(`Failed renice of PID ${pid} to ${text}`, () =>
      this.#command.sys.setpriority(Number(text), Number(pid)),
    );
  }

  #attempt(complaint: string, call: () => void): void {
    try {
      call();
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      this.#tell(`${complaint}: ${thrown.message}`);
    }
  }

  #tell(message: string): void {
    this.#view = { ...this.#view, message };
  }

  /** A line of input in the empty line above the table. */
  *#ask(question: string): Blocking<string> {
    const { sys, out } = this.#command;
    let text = "";
    for (;;) {
      yield* out.print(`\u001b[6;1H\u001b[K\u001b[1m${question}\u001b[m${text}\u001b[?25h`);
      yield* out.flush();
      const typed = decodeText(yield* readSome(sys, 0, 16));
      if (typed === "" || typed.includes(escape)) text = "";
      if (typed === "" || typed.includes(escape) || /[\r\n]/u.test(typed)) break;
      text =
        typed === "\u007f" || typed === "\b" ? text.slice(0, -1) : text + typed.replaceAll(/\p{Cc}/gu, "");
    }
    yield* out.print("\u001b[?25l");
    return text.trim();
  }
}
