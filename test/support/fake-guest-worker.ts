/**
 * A faithful fake of a guest's worker: the same ports, messages and order of ends, with a shell that knows a handful
 * of commands. It holds to the contract suite that the real one holds to.
 */
import type { ByteStreamMessage } from "../../src/base/byte-stream.ts";
import { Disposables } from "../../src/base/disposable.ts";
import { deferred } from "../../src/base/deferred.ts";
import { Emitter } from "../../src/base/event.ts";
import { Failure } from "../../src/base/failure.ts";
import type { GuestWorker, SpawnGuestWorker } from "../../src/guest/guest-worker.ts";
import type { CommandEnd } from "../../src/protocol/command-end.ts";
import type { GuestApi, GuestBoot, GuestEvent, GuestPorts } from "../../src/protocol/guest-api.ts";
import type { GuestTrace } from "../../src/protocol/guest-trace.ts";

/** How a fake differs from a well-behaved guest. */
export interface FakeGuestTraits {
  /** Asked to shut down or reboot, it does nothing. */
  readonly stubborn?: boolean;
  /** Asking it for an orderly end fails with this. */
  readonly requestFailure?: Failure;
  /** Its boot fails with this. */
  readonly bootFailure?: Failure;
  /** Calls are never answered. */
  readonly mute?: boolean;
  /** What certain commands beside its shell print. */
  readonly answers?: ReadonlyMap<string, string>;
}

/** A trace in which nothing happened. */
const emptyTrace: GuestTrace = {
  beganAtMs: 0,
  wallMs: 0,
  cpuMs: 0,
  instructions: 0,
  ports: [],
  queues: [],
  interrupts: [],
  halts: 0,
  touchedBytes: 0,
  events: [],
  eventsLost: 0,
};

const prompt = "/ # ";
const samplePeriodMs = 1_000;

/** Spawns fakes and keeps them, so that a test can look at them and kill them. */
export class FakeGuestWorkers {
  readonly spawned: FakeGuestWorker[] = [];
  readonly #traits: FakeGuestTraits;

  constructor(traits: FakeGuestTraits = {}) {
    this.#traits = traits;
  }

  readonly spawn: SpawnGuestWorker = () => {
    const worker = new FakeGuestWorker(this.#traits);
    this.spawned.push(worker);
    return worker;
  };

  /** Workers that have not been ended. */
  get living(): number {
    return this.spawned.filter(({ ended }) => !ended).length;
  }
}

/** One fake worker: one power cycle. */
export class FakeGuestWorker implements GuestWorker {
  readonly #life = new Disposables();
  readonly #onDidDie = this.#life.add(new Emitter<string>());
  readonly #traits: FakeGuestTraits;
  readonly onDidDie = this.#onDidDie;
  readonly api: GuestApi;
  /** What it was limited to, in order. */
  readonly limits: Readonly<Record<string, number | null>>[] = [];
  /** What it was told to run beside its shell, in order. */
  readonly executed: string[] = [];
  readonly #cancels = new Map<number, () => void>();
  readonly #over = deferred<never>();
  #ports: GuestPorts | null = null;
  #boot: GuestBoot | null = null;
  #line = "";
  #cpuMs = 0;
  #paused = false;
  #traced = false;

  constructor(traits: FakeGuestTraits) {
    this.#traits = traits;
    this.api = {
      boot: (boot, ports) => this.#answer(() => this.#start(boot, ports)),
      pause: () => this.#answer(() => (this.#paused = true)),
      resume: () => this.#answer(() => (this.#paused = false)),
      requestShutdown: () => this.#answer(() => this.#asked({ kind: "powered-off" })),
      requestReboot: () => this.#answer(() => this.#asked({ kind: "rebooted" })),
      execute: (id, command) => this.#execute(id, command),
      cancelCommand: (id) => this.#answer(() => this.#cancels.get(id)?.()),
      resizeConsole: () => this.#answer(() => undefined),
      setCpuCap: (cores) => this.#answer(() => this.limits.push({ cpuCap: cores })),
      setCpuWeight: (weight) => this.#answer(() => this.limits.push({ cpuWeight: weight })),
      setCpuGrant: (cores) => this.#answer(() => this.limits.push({ cpuGrant: cores })),
      setBalloon: (bytes) => this.#answer(() => this.limits.push({ balloonBytes: bytes })),
      lookAtPressure: () => this.#answer(() => undefined),
      beginTrace: () => this.#answer(() => (this.#traced = true)),
      endTrace: async () => {
        await this.#answer(() => {
          if (!this.#traced) throw new Failure("wrong-state", "No trace of this guest has been begun.");
          this.#traced = false;
        });
        return emptyTrace;
      },
    };
  }

  /** Whether its owner ended it. */
  get ended(): boolean {
    return this.#life.disposed;
  }

  /** What it was booted with. */
  get bootedWith(): GuestBoot | null {
    return this.#boot;
  }

  /** The worker dies by itself, as on a browser's kill. */
  die(words: string): void {
    this.#onDidDie.fire(words);
  }

  /** Tells an event as the worker would. */
  tell(event: GuestEvent): void {
    this.#ports?.events.postMessage(event);
  }

  [Symbol.dispose](): void {
    this.#over.promise.catch(() => undefined);
    this.#over.reject(new Failure("worker-died", "The guest was ended before it answered."));
    this.#life[Symbol.dispose]();
  }

  async #answer(act: () => unknown): Promise<void> {
    await Promise.resolve();
    if (this.#traits.mute) await new Promise(() => undefined);
    act();
  }

  /** Knows `echo`, `exit`, and `sleep`, which sleeps for ever. */
  async #execute(id: number, command: string): Promise<CommandEnd> {
    const cancelled = deferred<never>();
    this.#cancels.set(id, () => cancelled.reject(new Failure("cancelled", "The command was cancelled.")));
    this.executed.push(command);
    const [name, ...words] = command.split(" ");
    if (name === "sleep") return await Promise.race([cancelled.promise, this.#over.promise]);
    await this.#answer(() => undefined);
    const said = this.#traits.answers?.get(command) ?? (name === "echo" ? `${words.join(" ")}\n` : "");
    const output = new TextEncoder().encode(said);
    return { output, exitCode: name === "exit" ? Number(words[0]) : 0, truncated: false };
  }

  #start(boot: GuestBoot, ports: GuestPorts): void {
    if (this.#traits.bootFailure) throw this.#traits.bootFailure;
    this.#boot = boot;
    this.#ports = ports;
    this.#life.defer(() => {
      for (const port of [ports.events, ports.console, ports.serial]) port.close();
    });
    ports.console.onmessage = ({ data }: MessageEvent<ByteStreamMessage>) => {
      if (data.kind !== "bytes") return;
      ports.console.postMessage({ kind: "credit", bytes: data.bytes.byteLength });
      for (const key of new TextDecoder().decode(data.bytes)) this.#type(key);
    };
    const timer = setInterval(() => this.#sample(), samplePeriodMs);
    this.#life.defer(() => clearInterval(timer));
    this.#print(ports.serial, "Linux version 6.12.0 (fake)\r\n");
    this.#print(ports.console, `Welcome to a fake guest.\r\n${prompt}`);
    this.tell({ kind: "ready" });
  }

  #sample(): void {
    if (this.#paused) return;
    this.#cpuMs += 100;
    this.tell({
      kind: "sampled",
      sample: {
        atMs: performance.timeOrigin + performance.now(),
        cpuMs: this.#cpuMs,
        stealMs: 0,
        throttledMs: 0,
        governedMs: 0,
        hostThrottledMs: 0,
        instructions: this.#cpuMs * 100_000,
        watchingMs: 0,
        reservedBytes: 45 << 20,
        touchedBytes: 20 << 20,
        balloonBytes: 0,
        memory: { totalBytes: 26 << 20, freeBytes: 19 << 20, availableBytes: 20 << 20, cachesBytes: 1 << 20 },
        pressure: null,
      },
    });
  }

  #type(key: string): void {
    if (key !== "\r") {
      this.#line += key;
      this.#say(key);
      return;
    }
    const command = this.#line;
    this.#line = "";
    this.#say("\r\n");
    switch (command) {
      case "poweroff":
        return this.#end({ kind: "powered-off" });
      case "reboot":
        return this.#end({ kind: "rebooted" });
      case "echo c > /proc/sysrq-trigger":
        if (this.#ports)
          this.#print(this.#ports.serial, "Kernel panic - not syncing: sysrq triggered crash\r\n");
        return this.#end({ kind: "crashed", crash: "kernel-panic", detail: "sysrq triggered crash" });
      default:
        this.#say(command.startsWith("echo ") ? `${command.slice(5)}\r\n${prompt}` : prompt);
    }
  }

  #asked(end: GuestEvent): void {
    if (this.#traits.requestFailure) throw this.#traits.requestFailure;
    if (!this.#traits.stubborn) this.#end(end);
  }

  #end(event: GuestEvent): void {
    this.#ports?.console.postMessage({ kind: "end" });
    this.#ports?.serial.postMessage({ kind: "end" });
    this.tell(event);
  }

  #say(text: string): void {
    if (this.#ports) this.#print(this.#ports.console, text);
  }

  #print(port: MessagePort, text: string): void {
    const message: ByteStreamMessage = { kind: "bytes", bytes: new TextEncoder().encode(text) };
    port.postMessage(message);
  }
}
