/**
 * The playground: its machines in order of creation, the host they share, and the monitor that watches them.
 */
import { catalog } from "../../images/catalog.ts";
import type { Clock } from "../base/clock.ts";
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { BootTurns } from "../guest/boot-turns.ts";
import { Guest } from "../guest/guest.ts";
import type { BareHypervisor } from "../guest/bare-hypervisor.ts";
import type { SpawnGuestWorker } from "../guest/guest-worker.ts";
import { rehearse } from "../guest/rehearsal.ts";
import { Monitor } from "../monitor/monitor.ts";
import type { BootStore } from "./boot-store.ts";
import { CpuGovernor } from "./cpu-governor.ts";
import { governGuests } from "./govern-guests.ts";
import { MachineConsole } from "./machine-console.ts";
import { GuestMachine } from "./guest-machine.ts";
import { guestRequest, type AddGuestOptions, type GuestRequest } from "./guest-request.ts";
import type { HostSystem } from "./host-system.ts";
import { HostWatch, type HostMeters } from "./host-watch.ts";
import type { HostCapacity } from "./host-capacity.ts";
import type { MachineId } from "./machine.ts";
import { PauseWhenHidden, type PageVisibility } from "./pause-when-hidden.ts";
import type { Sandbox } from "../sandbox/runtime/sandbox.ts";
import type { SandboxOptions } from "../sandbox/runtime/sandbox-options.ts";
import type { SandboxImages } from "./sandbox-images.ts";
import { SandboxMachine } from "./sandbox-machine.ts";
import { SandboxMachines } from "./sandbox-machines.ts";

export type { AddGuestOptions } from "./guest-request.ts";

/** What the playground is built from. */
export interface PlaygroundParts extends HostMeters {
  readonly capacity: HostCapacity;
  readonly bootStore: BootStore;
  readonly spawnWorker: SpawnGuestWorker;
  readonly bareHypervisor: BareHypervisor;
  readonly clock: Clock;
  /** The shared kernel and what runs on it. */
  readonly hostSystem: HostSystem;
  readonly sandboxImages: SandboxImages;
  /** Whether the page is seen; without it, it always is. */
  readonly visibility?: PageVisibility;
}

/** Any machine, with what only the playground calls. */
export type PlaygroundMachine = GuestMachine | SandboxMachine;

/** What a new sandbox shall be; all of it has defaults. */
export interface AddSandboxOptions extends SandboxOptions {
  /** Whether to start it. Default: yes. */
  readonly start?: boolean;
}

const accents = 8;

/** Owns the machines. */
export class Playground implements Disposable {
  readonly images = catalog;
  readonly capacity: HostCapacity;
  readonly bootStore: BootStore;
  readonly monitor: Monitor;
  /** What type 1 guests share, and who of them has had the core. */
  readonly bareHypervisor: BareHypervisor;
  readonly #spawnWorker: SpawnGuestWorker;
  readonly #clock: Clock;
  readonly #life = new Disposables();
  readonly #bootTurns: BootTurns;
  readonly #hostWatch: HostWatch;
  readonly #governor = new CpuGovernor();
  readonly hostSystem: HostSystem;
  readonly sandboxImages: SandboxImages;
  readonly #onDidChangeMachines = this.#life.add(new Emitter<void>());
  readonly #machines: PlaygroundMachine[] = [];
  readonly #sandboxMachines: SandboxMachines;
  readonly #rehearsal = new AbortController();
  #hostConsole: MachineConsole | null = null;
  #created = 0;

  /** Fires when a machine was added, removed or reordered. */
  readonly onDidChangeMachines: Evt<void> = this.#onDidChangeMachines;

  constructor(parts: PlaygroundParts) {
    const { capacity, bootStore, spawnWorker, clock } = parts;
    this.capacity = capacity;
    this.bootStore = bootStore;
    this.#spawnWorker = spawnWorker;
    this.bareHypervisor = this.#life.add(parts.bareHypervisor);
    this.#clock = clock;
    // One core is the page's: without it, its tasks wait for one and become long.
    this.#bootTurns = new BootTurns(capacity.cores - 1, clock);
    this.sandboxImages = parts.sandboxImages;
    this.hostSystem = this.#life.add(parts.hostSystem);
    this.hostSystem.isTaken = (name) =>
      this.#machines.some((each) => each.kind === "guest" && each.name === name);
    this.#hostWatch = new HostWatch(parts, { capacity, hostSystem: this.hostSystem });
    this.#sandboxMachines = this.#life.add(
      new SandboxMachines(this.hostSystem, {
        adopt: (sandbox) => this.#adopt(sandbox),
        remove: (machine) => this.#remove(machine),
      }),
    );
    this.#shareMemory();
    this.monitor = this.#life.add(
      new Monitor(
        { read: () => this.#hostWatch.read(this.#machines), nowMs: () => Date.now() },
        parts.watchMeter?.metered(clock) ?? clock,
      ),
    );
    this.#life.add(
      this.monitor.onDidSample.listen(() => {
        const guests = this.#machines.filter((machine) => machine instanceof GuestMachine);
        governGuests(this.#governor, guests);
        // Who listens after this shows the sample.
        parts.watchMeter?.sampled();
      }),
    );
    if (parts.visibility) this.#life.add(new PauseWhenHidden(parts.visibility, () => this.#machines));
    this.#life.defer(() => this.#rehearsal.abort());
    this.#life.defer(() => {
      for (const machine of this.#machines) machine[Symbol.dispose]();
    });
  }

  /** In order of creation. */
  get machines(): readonly PlaygroundMachine[] {
    return this.#machines;
  }

  /**
   * Adds a guest and, unless told otherwise, boots it; resolves when it runs. Fails with `unknown-image`, `bad-name`,
   * `bad-memory`, `bad-cpus`, `bad-weight`, `unknown-hypervisor` or `not-enough-memory` before anything is made, and
   * with the reason a boot failed after (the guest then stays, to be looked at and started again).
   */
  async addGuest(options: AddGuestOptions = {}): Promise<GuestMachine> {
    const taken = new Set(this.#machines.map(({ name }) => name));
    const asked = guestRequest(options, this.images, taken);
    const start = options.start ?? true;
    // Refused before the machine exists; `start` sets it aside for real.
    if (start) this.capacity.reserve(asked.memoryMiB)[Symbol.dispose]();
    const machine = this.#add(asked);
    machine.pauseWhenHidden = options.pauseWhenHidden ?? false;
    if (start) await machine.start();
    return machine;
  }

  /**
   * Adds a sandbox and, unless told otherwise, starts it; resolves when it runs. Boots the host's system if need be.
   * Fails as `Engine.create` and `Sandbox.start` do.
   */
  async addSandbox({ start = true, ...options }: AddSandboxOptions = {}): Promise<SandboxMachine> {
    const { engine } = await this.hostSystem.boot();
    const machine = this.#sandboxMachines.of(await engine.create(options));
    if (start) await machine.start();
    return machine;
  }

  /** The host's root shell for scripts. The first use boots the host. */
  get hostConsole(): MachineConsole {
    return (this.#hostConsole ??= this.#life.add(new MachineConsole(this.hostSystem.console, this.#clock)));
  }

  /** Whether a machine has this name. */
  isTaken(name: string): boolean {
    return this.#machines.some((machine) => machine.name === name);
  }

  /**
   * Has everything ready for the first boot: image and emulator fetched, and a boot rehearsed unless a machine was
   * added meanwhile. Fails as `BootStore.load` does.
   */
  async prepare(): Promise<void> {
    const [image] = this.images;
    const material = await this.bootStore.load(image);
    if (this.#created > 0 || this.#rehearsal.signal.aborted) return;
    const parts = { image, material, spawnWorker: this.#spawnWorker, clock: this.#clock };
    // Whatever ends a rehearsal early, the first real boot is there to tell of it.
    await rehearse(parts, this.#rehearsal.signal).catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #add({ hypervisor, ...options }: GuestRequest): GuestMachine {
    const { image } = options;
    const ordinal = this.#created++;
    this.#rehearsal.abort();
    const guest = new Guest(options, {
      spawnWorker: hypervisor === "type1" ? this.bareHypervisor.spawnGuest : this.#spawnWorker,
      loadBootMaterial: () => this.bootStore.atHand(image) ?? this.bootStore.load(image),
      memoryBudget: this.capacity,
      bootTurns: this.#bootTurns,
      clock: this.#clock,
    });
    const machine = new GuestMachine(guest, {
      id: `m${ordinal + 1}` as MachineId,
      accent: ordinal % accents,
      hypervisor,
      clock: this.#clock,
      remove: (removed) => this.#remove(removed),
    });
    machine.onDidChange.listen(() => this.#watchWhileActive());
    this.#machines.push(machine);
    this.#onDidChangeMachines.fire();
    return machine;
  }

  /** Guests and sandboxes have one memory: what is charged is not there for guests, what they hold not for charges. */
  #shareMemory(): void {
    const { capacity, hostSystem } = this;
    capacity.countCharges(() =>
      hostSystem.host ? hostSystem.host.chargedBytes + hostSystem.host.layerBytes : 0,
    );
    const limit = (): void =>
      hostSystem.host?.limitMemory(capacity.mostForSandboxesBytes - hostSystem.host.layerBytes);
    this.#life.add(capacity.onDidChange.listen(limit));
    this.#life.add(hostSystem.onDidChange.listen(limit));
  }

  #adopt(sandbox: Sandbox): SandboxMachine {
    const ordinal = this.#created++;
    const machine = new SandboxMachine(sandbox, {
      id: `m${ordinal + 1}` as MachineId,
      accent: ordinal % accents,
      clock: this.#clock,
    });
    machine.onDidChange.listen(() => this.#watchWhileActive());
    this.#machines.push(machine);
    this.#onDidChangeMachines.fire();
    return machine;
  }

  #remove(machine: PlaygroundMachine): void {
    this.#machines.splice(this.#machines.indexOf(machine), 1);
    machine[Symbol.dispose]();
    this.#onDidChangeMachines.fire();
    this.#watchWhileActive();
  }

  /** An idle host costs nothing: the monitor ticks only while a machine holds something of the host. */
  #watchWhileActive(): void {
    this.monitor.watch(this.#machines.some((machine) => machine.isActive));
  }
}
