/**
 * The memory balloon, as far as it reports: what the guest's own kernel says of its memory, without any program in the
 * guest (virtio 1.2, 5.5.6.3).
 */
import type { GuestMemory } from "../../src/protocol/guest-api.ts";
import type { V86BalloonStatistics, V86Devices } from "./v86-names.ts";

const statisticsQueue = 2;

/** The guest's memory in its own kernel's figures. */
export class Balloon {
  readonly #device: V86Devices["virtio_balloon"];
  #memory: GuestMemory | null = null;

  constructor(device: V86Devices["virtio_balloon"]) {
    this.#device = device;
  }

  /** The last answer. */
  get memory(): GuestMemory | null {
    return this.#memory;
  }

  /** Asks the guest's kernel, which answers when it next runs. Does nothing until its driver is up. */
  ask(): void {
    if (!this.#device.virtio.queues[statisticsQueue]?.is_configured()) return;
    this.#device.GetStats((statistics) => {
      this.#memory = guestMemory(statistics) ?? this.#memory;
    });
  }
}

function guestMemory({ MEMTOT, MEMFREE, AVAIL, CACHES }: V86BalloonStatistics): GuestMemory | null {
  if (MEMTOT === undefined || MEMFREE === undefined) return null;
  return {
    totalBytes: MEMTOT,
    freeBytes: MEMFREE,
    availableBytes: AVAIL ?? MEMFREE,
    cachesBytes: CACHES ?? 0,
  };
}
