/**
 * The memory balloon: what the guest's own kernel says of its memory, and how much of it is taken back, both without any
 * program in the guest (virtio 1.2, 5.5).
 */
import type { GuestMemory } from "../../src/protocol/guest-api.ts";
import { balloonGoal } from "./balloon-goal.ts";
import { deflateOnOom, type V86BalloonStatistics, type V86Devices } from "./v86-names.ts";

const inflateQueue = 0;
const statisticsQueue = 2;
/** The balloon counts in pages of this many bytes, whatever the guest's are (virtio 1.2, 5.5.6). */
const pageBytes = 4096;

/** The guest's memory in its own kernel's figures, and the part of it that is taken back. */
export class Balloon {
  readonly #device: V86Devices["virtio_balloon"];
  #memory: GuestMemory | null = null;
  #askedBytes = 0;
  /** What the guest's driver has been told to reach. */
  #goalPages = 0;

  constructor(device: V86Devices["virtio_balloon"]) {
    this.#device = device;
    // Offered before any driver looks: whatever the guest does, its kernel empties the balloon before it kills.
    device.virtio.device_feature[0] = (device.virtio.device_feature[0] ?? 0) | deflateOnOom;
  }

  /** The last answer. */
  get memory(): GuestMemory | null {
    return this.#memory;
  }

  /** What is in it now, in bytes. */
  get bytes(): number {
    return Math.max(0, this.#device.actual) * pageBytes;
  }

  /** What is wanted in it, in bytes; how much there can be depends on the guest. */
  get askedBytes(): number {
    return this.#askedBytes;
  }

  /** Wants it to hold `bytes`; `follow` sees to it. */
  want(bytes: number): void {
    this.#askedBytes = bytes;
  }

  /** Asks the guest's kernel, which answers when it next runs. Does nothing until its driver is up. */
  ask(): void {
    if (!this.#device.virtio.queues[statisticsQueue]?.is_configured()) return;
    this.#device.GetStats((statistics) => {
      this.#memory = guestMemory(statistics) ?? this.#memory;
      this.follow();
    });
  }

  /** Tells the guest's driver how far to go now. Does nothing until it is up. */
  follow(): void {
    if (!this.#device.virtio.queues[inflateQueue]?.is_configured()) return;
    const goalBytes = balloonGoal(this.#askedBytes, this.bytes, this.#memory);
    const pages = Math.floor(goalBytes / pageBytes);
    if (pages === this.#goalPages && pages === this.#device.actual) return;
    this.#device.Inflate(pages - this.#goalPages);
    this.#goalPages = pages;
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
