/**
 * What experiments need of the world, and no more: machines of their own, what these take, a clock. The playground
 * provides it; tests provide a fake.
 */
import type { Clock } from "../../base/clock.ts";
import type { CommandResult } from "../machine-console.ts";
import type { MachineReading, MachineTotals } from "../../monitor/sample.ts";
import type { MachineLimits } from "../machine-limits.ts";
import type { Arrangement } from "./arrangement.ts";
import type { Environment } from "./result.ts";

/** What a machine of an experiment shall be. */
export interface MachineRequest {
  readonly arrangement: Arrangement;
  /** A guest's RAM, a sandbox's `memory.max`. Default: the image's, 64. */
  readonly memoryMiB?: number;
}

/** What a machine takes, as the monitor is told. */
export interface TestReading extends Pick<MachineReading, "memoryReservedBytes" | "memoryKinds"> {
  readonly totals: Pick<MachineTotals, "atMs" | "cpuMs"> | null;
}

/** A machine that an experiment made. */
export interface TestMachine {
  readonly arrangement: Arrangement;
  readonly name: string;
  readonly state: string;
  /** Why it is `crashed` or `exited`; `null` while it is not. */
  readonly endReason: string | null;
  /** Resolves when its processor, or its first process, runs. */
  start(): Promise<void>;
  /** Resolves when a shell, or the application, has printed its first prompt since it was made. */
  prompted(signal: AbortSignal): Promise<void>;
  /** Runs a command in its shell; the time of the answer is that of its last byte. */
  execute(command: string, signal: AbortSignal): Promise<CommandResult>;
  /** Types a line and waits for nothing. */
  type(line: string): void;
  /** Tells of every byte it prints, when it comes. */
  watch(seen: (byte: number) => void): Disposable;
  /** What it takes now; a guest reports once a second. */
  read(): TestReading;
  setLimits(changes: Partial<MachineLimits>): Promise<void>;
  /** Ends it whatever it does and takes it off; what it held is free then. */
  remove(): Promise<void>;
}

/** Something that is fetched for a kind of machine, once however many there are. */
export interface Download {
  readonly title: string;
  /** Compressed, as it is fetched. */
  readonly bytes: number;
}

/** The kernel that sandboxes share. */
export interface SharedKernel {
  /** Boots it if need be. */
  boot(): Promise<void>;
  /** Lets it panic; all sandboxes end. Resolves when it has. */
  panic(signal: AbortSignal): Promise<void>;
}

/** Runs programs of the sandboxes' userland in the page without kernel, virtual hardware or limits. */
export interface BareRunner extends Disposable {
  /** Runs `program` with `inputBytes` zero bytes to read, so many times one after the other; ms that all took. */
  run(
    program: readonly string[],
    inputBytes: number,
    times: number,
    signal: AbortSignal,
  ): Promise<{ readonly tookMs: number; readonly output: string }>;
}

/** The world of experiments. */
export interface ExperimentHost {
  readonly clock: Clock;
  readonly sharedKernel: SharedKernel;
  /** Where it is measured; starts anew what is noted over time. */
  environment(): Environment & { readonly nowMs: number };
  /** Makes a machine that is not started yet. */
  make(request: MachineRequest): Promise<TestMachine>;
  /** Layers that all sandboxes of a kind share with each other and the host, each once, in bytes; 0 for guests. */
  layerBytes(arrangement: Arrangement): Promise<number>;
  /** What is fetched for machines of one kind. */
  downloads(arrangement: Arrangement): Promise<readonly Download[]>;
  /** Names of the sandboxes that are no experiment's. */
  sandboxesOfUser(): readonly string[];
  /** Fails with `no-bare-program` where its program cannot be had. */
  bareRunner(): Promise<BareRunner>;
}
