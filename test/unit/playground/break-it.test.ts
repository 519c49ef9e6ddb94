/** Attacks on fakes: what is watched, how they end, what is told of defences and of the others. */
import { describe, expect, it } from "vitest";
import { attackOn, attacksOn, type AttackedKind } from "../../../src/playground/break-it/attack.ts";
import type { Attacked, DefenceFigures } from "../../../src/playground/break-it/attacked.ts";
import { defencesOf, type AttackSeen } from "../../../src/playground/break-it/defences.ts";
import { runAttack, type AttackWorld } from "../../../src/playground/break-it/run-attack.ts";
import type { AttackReport } from "../../../src/playground/break-it/attack-report.ts";
import { ManualClock } from "../../support/manual-clock.ts";

const mib = 1024 ** 2;

const calm: DefenceFigures = {
  throttledMs: 0,
  waitedMs: 0,
  cpuCap: null,
  memoryBytes: mib,
  memoryPeakBytes: mib,
  memoryMaxBytes: 32 * mib,
  oomKills: 0,
  pids: 2,
  pidsMax: 64,
  pidsRefused: 0,
};

/** A machine whose attack goes on until `finish`, an abort or its end. */
class FakeMachine implements Attacked {
  readonly id: string;
  readonly kind: AttackedKind;
  readonly name: string;
  readonly memoryMiB = 32;
  readonly ran: string[] = [];
  now = "running";
  figure: DefenceFigures | null = calm;
  finish: (end: { output: string; exitCode: number }) => void = () => undefined;
  readonly #answers: Readonly<Record<string, string>>;

  constructor(name: string, kind: AttackedKind, answers: Readonly<Record<string, string>> = {}) {
    this.id = name;
    this.name = name;
    this.kind = kind;
    this.#answers = answers;
  }

  state(): string {
    return this.now;
  }

  endReason(): string | null {
    return this.now === "running" ? null : "Kernel panic: sysrq triggered crash";
  }

  figures(): DefenceFigures | null {
    return this.figure;
  }

  execute(command: string, signal: AbortSignal): Promise<{ output: string; exitCode: number }> {
    this.ran.push(command);
    if (this.now !== "running") return Promise.reject(new Error(`${this.name} ended`));
    const answer = this.#answers[command] ?? (command === ":" || command === "dmesg" ? "" : undefined);
    if (answer !== undefined) return Promise.resolve({ output: answer, exitCode: 0 });
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      signal.addEventListener("abort", () => reject(new Error("aborted")), { once: true });
    });
  }
}

/** Runs an attack in time that goes by itself until it is over. */
async function attacked(
  machine: FakeMachine,
  kind: Parameters<typeof attackOn>[0],
  options: {
    readonly others?: readonly FakeMachine[];
    readonly during?: (stop: AbortController) => void;
  } = {},
): Promise<AttackReport> {
  const clock = new ManualClock();
  const stop = new AbortController();
  const attack = attackOn(kind, machine.kind, machine.memoryMiB);
  const world: AttackWorld = {
    clock,
    epochMs: () => clock.nowMs(),
    latest: () => null,
    stop: stop.signal,
    progress: () => undefined,
  };
  let report: AttackReport | null = null;
  const running = runAttack(attack, machine, options.others ?? [], world).then((told) => (report = told));
  let acted = false;
  // oxlint-disable-next-line no-unmodified-loop-condition -- set when it resolves
  while (report === null) {
    for (let turn = 0; turn < 40; turn++) await Promise.resolve();
    if (!acted && machine.ran.includes(attack.command)) {
      acted = true;
      options.during?.(stop);
    }
    clock.advance(100);
  }
  return await running;
}

describe("an attack", () => {
  it("is stopped when its time is up, and cleaned up after", async () => {
    const machine = new FakeMachine("box", "sandbox");
    const { end, tookMs } = await attacked(machine, "spin");
    expect({ end, tookMs: Math.round(tookMs / 1000), last: machine.ran }).toEqual({
      end: "time was up",
      tookMs: 6,
      last: ["while :; do :; done"],
    });
  });

  it("is stopped by who looks on, and what was seen is told", async () => {
    const { end, exitCode } = await attacked(new FakeMachine("box", "sandbox"), "spin", {
      during: (stop) => stop.abort(),
    });
    expect([end, exitCode]).toEqual(["stopped", null]);
  });

  it("tells what the kernel's defences counted meanwhile, and removes what it wrote", async () => {
    const machine = new FakeMachine("box", "sandbox", { "rm -f /tmp/break-it": "" });
    const { defences, exitCode } = await attacked(machine, "disk", {
      during: () => {
        machine.figure = { ...calm, oomKills: 1, memoryPeakBytes: 32 * mib };
        machine.finish({ output: "", exitCode: 137 });
      },
    });
    expect({ words: defences.map(({ words }) => words), exitCode, last: machine.ran.at(-1) }).toEqual({
      words: [
        "The kernel's OOM killer killed 1 of its processes: memory.max is 32 MiB.",
        "It came to 32 MiB at most.",
        "The command ended: killed, status 137",
      ],
      exitCode: 137,
      last: "rm -f /tmp/break-it",
    });
  });

  it("asks the others before and meanwhile, and tells which of them ended", async () => {
    const guest = new FakeMachine("web", "guest");
    const other = new FakeMachine("other", "sandbox");
    const off = new FakeMachine("off", "guest");
    off.now = "shutoff";
    const { bystanders, end, defences } = await attacked(guest, "panic", {
      others: [other, off],
      during: () => {
        guest.now = "crashed";
        guest.finish({ output: "", exitCode: 0 });
      },
    });
    expect({
      end,
      first: defences[0]?.words,
      others: bystanders.map(({ name, stateAfter }) => [name, stateAfter]),
    }).toEqual({
      end: "by itself",
      first: "It is crashed now: Kernel panic: sysrq triggered crash",
      others: [["other", "running"]],
    });
    expect(other.ran.length).toBeGreaterThanOrEqual(4);
  });
});

describe("what defences did", () => {
  const seen: AttackSeen = {
    attack: attackOn("fork", "sandbox", 32),
    machineKind: "sandbox",
    before: calm,
    after: { ...calm, pidsRefused: 46 },
    mostCores: 0.2,
    mostPids: 64,
    exitCode: 0,
    printed: "",
    refusedInside: null,
    kernelLog: [],
    stateAfter: "running",
    endReason: null,
  };

  it("a fork bomb meets pids.max in a sandbox, and its own kernel in a guest", () => {
    const guest = defencesOf({ ...seen, machineKind: "guest", refusedInside: 7 });
    expect([defencesOf(seen)[0]?.words, guest[0]?.words]).toEqual([
      "46 forks were refused: pids.max is 64.",
      "Its own kernel refused 7 forks.",
    ]);
  });

  it("a spinning sandbox meets its quota", () => {
    const spin = {
      ...seen,
      attack: attackOn("spin", "sandbox", 32),
      after: { ...calm, cpuCap: 0.2, throttledMs: 4606 },
    };
    expect(defencesOf(spin).at(-1)?.words).toBe("cpu.max of 0.20 cores held it back for 4606 ms.");
  });

  it("a guest's kernel log is told, and nothing else of it", () => {
    const memory = {
      ...seen,
      attack: attackOn("memory", "guest", 32),
      machineKind: "guest" as const,
      kernelLog: ["[1.0] usb: hello", "[2.0] Out of memory: Killed process 66 (tail)"],
    };
    expect(defencesOf(memory).map(({ words }) => words)).toContain(
      "[2.0] Out of memory: Killed process 66 (tail)",
    );
  });

  it("only what loses something is asked about", () => {
    const asked = (kind: AttackedKind): readonly string[] =>
      attacksOn(kind).filter((attack) => attackOn(attack, kind, 32).loss !== null);
    expect([asked("guest"), asked("sandbox"), asked("host")]).toEqual([["fork", "panic"], [], ["panic"]]);
  });
});
