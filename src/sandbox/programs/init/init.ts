/**
 * init(8) of system sandboxes, by busybox's inittab: starts and restarts services, takes over orphans, and shuts down
 * in order. Differs from busybox in that SIGTERM powers off, as those who stop containers mean it.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import type { Signal } from "../../abi/signals.ts";
import { reasonOf } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { defaultPath } from "../command/run-command.ts";
import { defaultInittab, parseInittab, type InitAction, type InitEntry } from "./inittab.ts";
import { RespawnLimit } from "./respawn-limit.ts";
import { runSoleService } from "./sole-service.ts";
import { startService, tell } from "./start-service.ts";

/** What a signal asks of init. */
type Request = "halt" | "poweroff" | "restart" | "reload" | "ctrlaltdel";

const requests: Readonly<Partial<Record<Signal, Request>>> = {
  SIGUSR1: "halt",
  SIGUSR2: "poweroff",
  SIGTERM: "poweroff",
  SIGPWR: "poweroff",
  SIGINT: "ctrlaltdel",
  SIGHUP: "reload",
};

const handled: readonly Signal[] = ["SIGUSR1", "SIGUSR2", "SIGTERM", "SIGPWR", "SIGINT", "SIGHUP", "SIGCHLD"];

/** How long services have between SIGTERM and SIGKILL. */
const graceMs = 5000;

export const init: Program = function* (sys, given) {
  if (sys.getpid() !== 1) {
    yield* tell(sys, "init: must be run as PID 1\n", 2);
    return 1;
  }
  const [, first, ...command] = given.argv;
  if (first === "--" && command.length > 0) return yield* runSoleService(sys, command, given.env);
  return yield* new Init(sys, given.env).run();
};

/** One service with the pid it has now. */
interface Service {
  readonly entry: InitEntry;
  readonly limit: RespawnLimit;
  pid: number | null;
}

class Init {
  readonly #sys: Syscalls;
  readonly #env: Readonly<Record<string, string>>;
  readonly #asked: Request[] = [];
  /** A signal came since children were last looked at. */
  #signalled = false;
  #services: Service[] = [];

  constructor(sys: Syscalls, env: Readonly<Record<string, string>>) {
    this.#sys = sys;
    this.#env = { PATH: defaultPath, HOME: "/", TERM: "linux", ...env };
  }

  *run(): Blocking<number> {
    const sys = this.#sys;
    for (const signal of handled) {
      const request = requests[signal];
      const handler = (): void => {
        this.#signalled = true;
        if (request) this.#asked.push(request);
      };
      sys.sigaction(signal, { handler, restart: false });
    }
    if (sys.getsid() !== sys.getpid()) sys.setsid();
    yield* this.#load();
    for (const action of ["sysinit", "wait"] as const) {
      const ending = yield* this.#runAndWait(action);
      if (ending) return yield* this.#shutDown(ending);
    }
    for (const service of this.#of("once")) yield* this.#start(service);
    for (;;) {
      yield* this.#respawn();
      yield* this.#reap();
      const request = this.#asked.shift();
      if (request === undefined) {
        yield* this.#rest(this.#idleMs());
        continue;
      }
      const ending = yield* this.#answer(request);
      if (ending) return yield* this.#shutDown(ending);
    }
  }

  *#load(): Blocking<void> {
    const text = yield* readTextFileIfAny(this.#sys, "/etc/inittab");
    const { entries, problems } =
      text === null ? { entries: defaultInittab, problems: [] } : parseInittab(text);
    for (const problem of problems) yield* this.#say(problem);
    const before = this.#services;
    // A service that stays in the file goes on running.
    this.#services = entries.map((entry) => {
      const same = before.find(
        (service) => service.entry.process === entry.process && service.entry.terminal === entry.terminal,
      );
      return { entry, limit: same?.limit ?? new RespawnLimit(), pid: same?.pid ?? null };
    });
    for (const { pid, entry } of before) {
      if (pid !== null && !this.#services.some((service) => service.pid === pid))
        this.#kill(pid, "SIGTERM", entry);
    }
  }

  #of(...wanted: readonly InitAction[]): readonly Service[] {
    return this.#services.filter(({ entry }) => wanted.includes(entry.action));
  }

  *#start(service: Service): Blocking<void> {
    try {
      service.pid = startService(this.#sys, service.entry, { env: this.#env, handled });
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      yield* this.#say(`can't fork: ${reasonOf(thrown)}`);
    }
  }

  /** Runs the lines of an action one after the other; an ending asked for meanwhile comes back at once. */
  *#runAndWait(action: InitAction): Blocking<"halt" | "poweroff" | "restart" | null> {
    for (const service of this.#of(action)) {
      yield* this.#start(service);
      while (service.pid !== null) {
        yield* this.#reap();
        const request = this.#asked.shift();
        const ending = request === undefined ? null : yield* this.#answer(request);
        if (ending && action !== "shutdown") return ending;
        if (service.pid !== null) yield* this.#rest(60_000);
      }
    }
    return null;
  }

  *#respawn(): Blocking<void> {
    for (const service of this.#of("respawn", "askfirst")) {
      if (service.pid !== null) continue;
      const verdict = service.limit.start(this.#sys.clock("monotonic"));
      if (verdict === "allowed") yield* this.#start(service);
      else if (verdict === "newly-refused") {
        yield* this.#say(`"${service.entry.process}" respawning too fast: disabled for 5 minutes`);
      }
    }
  }

  /** Takes in every child that ended, its own and those it was left. */
  *#reap(): Blocking<void> {
    this.#signalled = false;
    for (;;) {
      let ended;
      try {
        ended = yield* this.#sys.wait(-1, { noHang: true });
      } catch (thrown) {
        if (isErrno(thrown, "EINTR")) continue;
        if (isErrno(thrown, "ECHILD")) return;
        throw thrown;
      }
      if (!ended) return;
      for (const service of this.#services) if (service.pid === ended.pid) service.pid = null;
    }
  }

  /** Sleeps until a signal comes. One that came at the end of a call since `#reap` began must not be slept over. */
  *#rest(ms: number): Blocking<void> {
    if (!this.#signalled) yield* this.#sys.sleep(ms);
  }

  #idleMs(): number {
    const nowMs = this.#sys.clock("monotonic");
    const waits = this.#of("respawn", "askfirst")
      .filter(({ pid }) => pid === null)
      .map(({ limit }) => Math.max(1000, limit.pausedUntilMs - nowMs));
    return Math.min(86_400_000, ...waits);
  }

  *#answer(request: Request): Blocking<"halt" | "poweroff" | "restart" | null> {
    if (request === "reload") {
      yield* this.#say("reloading /etc/inittab");
      yield* this.#load();
      return null;
    }
    if (request !== "ctrlaltdel") return request;
    const keys = this.#of("ctrlaltdel");
    // reboot(8) asks by this very signal: running it again would go round in circles.
    if (keys.every(({ entry }) => /(^|\/)reboot$/u.test(entry.process.split(" ")[0] ?? ""))) return "restart";
    for (const service of keys) yield* this.#start(service);
    return null;
  }

  *#shutDown(how: "halt" | "poweroff" | "restart"): Blocking<number> {
    const sys = this.#sys;
    yield* this.#say("The system is going down NOW!");
    yield* this.#runAndWait("shutdown");
    this.#killAll("SIGTERM");
    yield* this.#say("Sent SIGTERM to all processes");
    const untilMs = sys.clock("monotonic") + graceMs;
    while (yield* this.#hasChildren()) {
      const leftMs = untilMs - sys.clock("monotonic");
      if (leftMs <= 0) break;
      yield* sys.sleep(leftMs);
    }
    if (yield* this.#hasChildren()) {
      this.#killAll("SIGKILL");
      yield* this.#say("Sent SIGKILL to all processes");
    }
    yield* this.#say(`Requesting system ${how === "restart" ? "reboot" : how}`);
    try {
      sys.reboot(how);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      yield* this.#say(`reboot: ${reasonOf(thrown)}`);
    }
    return 0;
  }

  *#hasChildren(): Blocking<boolean> {
    yield* this.#reap();
    try {
      yield* this.#sys.wait(-1, { noHang: true });
      return true;
    } catch (thrown) {
      if (isErrno(thrown, "ECHILD")) return false;
      if (isErrno(thrown, "EINTR")) return true;
      throw thrown;
    }
  }

  #killAll(signal: Signal): void {
    try {
      this.#sys.kill(-1, signal);
    } catch (thrown) {
      if (!isErrno(thrown, "ESRCH")) throw thrown;
    }
  }

  #kill(pid: number, signal: Signal, _entry: InitEntry): void {
    try {
      this.#sys.kill(pid, signal);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
    }
  }

  *#say(message: string): Blocking<void> {
    yield* tell(this.#sys, `init: ${message}\n`, 1);
  }
}
