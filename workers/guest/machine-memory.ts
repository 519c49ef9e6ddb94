/**
 * A machine's memory from outside: what is held for it, what it has touched, what its balloon has taken, what its own
 * kernel says. Enters the machine only by leave.
 */
import type { GuestSample } from "../../src/protocol/guest-api.ts";
import { Balloon } from "./balloon.ts";
import { TouchedMemory } from "./touched-memory.ts";
import type { V86Parts } from "./v86-names.ts";

/** Pages that are looked at for each sample. */
const pagesPerSample = 1024;

/** Runs what may interrupt the machine, if the machine may be entered now. */
export type EnterMachine = (enter: () => void) => void;

/** The memory of one machine. */
export class MachineMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #balloon: Balloon;
  readonly #touched: TouchedMemory;
  readonly #enter: EnterMachine;

  /** `enter` does nothing while the machine is paused or over. */
  constructor({ cpu, exports }: V86Parts, enter: EnterMachine) {
    this.#memory = exports.memory;
    this.#balloon = new Balloon(cpu.devices.virtio_balloon);
    this.#touched = new TouchedMemory(exports.memory);
    this.#enter = enter;
  }

  /** Whether the balloon is wanted or still holds something: then what the guest needs must be known. */
  get ballooned(): boolean {
    return this.#balloon.askedBytes > 0 || this.#balloon.bytes > 0;
  }

  /** Takes `bytes` from the guest, or as much as it can do without: a paused one when it runs on and has told of its memory. */
  setBalloon(bytes: number): void {
    this.#balloon.want(bytes);
    this.#enter(() => this.#balloon.follow());
  }

  /** Asks the guest's kernel for its memory; samples have the answer when it came. */
  ask(): void {
    this.#enter(() => this.#balloon.ask());
  }

  /** What there is to tell now. */
  sample(): Pick<GuestSample, "reservedBytes" | "touchedBytes" | "balloonBytes" | "memory"> {
    this.#touched.look(pagesPerSample);
    return {
      reservedBytes: this.#memory.buffer.byteLength,
      touchedBytes: this.#touched.bytes,
      balloonBytes: this.#balloon.bytes,
      memory: this.#balloon.memory,
    };
  }
}
