/**
 * The kernel as the engine uses it: begins processes of the host, opens terminals for the page, reads accounts.
 */
import { assertNever } from "../../base/assert-never.ts";
import { Disposables } from "../../base/disposable.ts";
import { Failure } from "../../base/failure.ts";
import type { Program } from "../abi/program.ts";
import type { Cgroup } from "../kernel/cgroup/cgroup.ts";
import { PageTerminal } from "../kernel/io/page-terminal.ts";
import type { PseudoTerminal } from "../kernel/io/pseudo-terminal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { CpuGroup } from "../kernel/scheduler/cpu-group.ts";
import { shareOfWeight } from "../kernel/scheduler/nice-weights.ts";
import type { StallShare } from "../kernel/scheduler/pressure.ts";
import type {
  CgroupLimits,
  CgroupUsage,
  EngineKernel,
  EngineTerminal,
  NetworkTraffic,
  StallAverages,
} from "./engine-kernel.ts";

/** A page's terminal of the host. */
class HostTerminal implements EngineTerminal {
  readonly pseudo: PseudoTerminal;
  readonly path: string;
  readonly line = new PageTerminal();
  readonly #life = new Disposables();

  constructor(pseudo: PseudoTerminal) {
    this.pseudo = this.#life.add(pseudo);
    this.path = `/dev/pts/${pseudo.number}`;
    this.#life.add(this.line.connect(pseudo.tty));
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}

/** `env` is what processes of the host begin with. */
export class HostKernel implements EngineKernel {
  readonly #kernel: Kernel;
  readonly #env: Readonly<Record<string, string>>;
  readonly #terminals = new WeakMap<EngineTerminal, HostTerminal>();

  constructor(kernel: Kernel, env: Readonly<Record<string, string>>) {
    this.#kernel = kernel;
    this.#env = env;
  }

  spawn(
    run: Program | string,
    {
      name,
      terminal,
      argv,
      cwd,
    }: {
      readonly name: string;
      readonly terminal?: EngineTerminal;
      readonly argv?: readonly string[];
      readonly cwd?: string;
    },
  ): ReturnType<EngineKernel["spawn"]> {
    this.#demandUp();
    const shown = terminal && this.#terminals.get(terminal);
    const { pid, exited } = this.#kernel.spawn({
      run,
      argv: argv ?? [name],
      env: this.#env,
      ...(cwd === undefined ? {} : { cwd }),
      ...(shown ? { stdio: shown.pseudo } : {}),
    });
    return { pid, ended: exited };
  }

  get down(): string | null {
    const { state } = this.#kernel;
    switch (state.kind) {
      case "running":
        return null;
      case "panicked":
        return `The host's kernel panicked: ${state.why}.`;
      case "down":
        return "The host was switched off.";
      default:
        return assertNever(state);
    }
  }

  /** The kernel's monotonic clock, in ms. */
  nowMs(): number {
    return this.#kernel.nowMs;
  }

  openTerminal(): EngineTerminal {
    this.#demandUp();
    const terminal = new HostTerminal(this.#kernel.openTerminal());
    this.#terminals.set(terminal, terminal);
    return terminal;
  }

  traffic(pid: number): NetworkTraffic | null {
    const { init, parts } = this.#kernel;
    const task = parts.pids.task(pid);
    // Its namespaces are given up when it ends, before it is waited for.
    if (!task || task.isDead) return null;
    const { net } = task.namespaces;
    if (net === init.namespaces.net) return null;
    let [receivedBytes, sentBytes] = [0, 0];
    for (const { kind, received, sent } of net.content.links) {
      if (kind === "loopback") continue;
      receivedBytes += received.bytes;
      sentBytes += sent.bytes;
    }
    return { receivedBytes, sentBytes };
  }

  usage(path: string): CgroupUsage | null {
    const { parts } = this.#kernel;
    if (this.down !== null) return null;
    const cgroup = parts.cgroups.find(path);
    if (!cgroup) return null;
    parts.settleAccounts();
    const { cpu, pids, account } = cgroup;
    const nowMs = parts.nowMs();
    const waits = cpu.pressure("cpu", nowMs);
    return {
      ...limitsOf(cgroup),
      cpuMs: cpu.usedMs,
      waitedMs: waits.full.totalMs,
      throttledMs: cpu.heldMs(nowMs),
      pressure: { cpu: averagesOf(waits), memory: averagesOf(cpu.pressure("memory", nowMs)) },
      memoryBytes: account.bytes,
      memoryPeakBytes: account.peakBytes,
      oomKills: account.events.oom_kill,
      pids: pids.count,
      pidsRefused: pids.refused,
      memoryByKind: account.byKind(),
    };
  }

  limits(path: string): CgroupLimits | null {
    if (this.down !== null) return null;
    const cgroup = this.#kernel.parts.cgroups.find(path);
    return cgroup && limitsOf(cgroup);
  }

  #demandUp(): void {
    const { down } = this;
    if (down !== null) throw new Failure("host-down", down);
  }
}

function limitsOf({ cpu, pids, account }: Cgroup): CgroupLimits {
  return {
    cpuMaxCores: coresOf(cpu),
    cpuWeight: shareOfWeight(cpu.weight),
    memoryMaxBytes: account.max,
    pidsMax: pids.max,
  };
}

function coresOf({ bandwidth }: CpuGroup): number | null {
  const { quotaMs, periodMs } = bandwidth.limit;
  return quotaMs === null ? null : quotaMs / periodMs;
}

function averagesOf({ some, full }: ReturnType<CpuGroup["pressure"]>): CgroupUsage["pressure"]["cpu"] {
  return { some: averages(some), full: averages(full) };
}

function averages({ averages: [avg10, avg60] }: StallShare): StallAverages {
  return { avg10, avg60 };
}
