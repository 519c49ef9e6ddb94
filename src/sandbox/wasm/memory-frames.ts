/**
 * Where programs' memories really are. A browser has room for some 125 WebAssembly memories (each reserves 8 GiB of
 * addresses) and frees one only when its garbage collector comes round, so memories are used again, and when there are
 * more programs than frames several share one: whoever runs has its bytes in it, the others' are kept aside. Knows
 * nothing of programs.
 */
import { LinearMemory } from "./linear-memory.ts";

/** Bytes of a page of WebAssembly. */
export const pageBytes = 65536;

/** Half of what a browser has room for: guests need some too, and what is dropped is not free at once. */
const mostFrames = 60;
/** A frame that became larger is not kept when its last program goes. */
const keptPages = 64;

interface Frame {
  readonly memory: WebAssembly.Memory;
  readonly tenants: Set<MemoryTenant>;
  /** Whose bytes are in it. */
  current: MemoryTenant | null;
  /** Nothing but zeros from here on. */
  usedPages: number;
}

/** All frames of a kernel. */
export class MemoryFrames {
  readonly #frames = new Set<Frame>();
  readonly #most: number;

  constructor(most = mostFrames) {
    this.#most = most;
  }

  /** A memory of so many pages, all zero. Throws a RangeError when the host has none. */
  rent(pages: number): MemoryTenant {
    const frame = this.#frameFor(pages);
    return new MemoryTenant(frame, pages, () => this.#left(frame));
  }

  #frameFor(pages: number): Frame {
    let fewest: Frame | null = null;
    for (const frame of this.#frames) {
      if (!fewest || frame.tenants.size < fewest.tenants.size) fewest = frame;
      if (fewest.tenants.size === 0) break;
    }
    if (fewest && (fewest.tenants.size === 0 || this.#frames.size >= this.#most)) return fewest;
    const memory = new WebAssembly.Memory({ initial: pages });
    const frame: Frame = { memory, tenants: new Set(), current: null, usedPages: 0 };
    this.#frames.add(frame);
    return frame;
  }

  #left(frame: Frame): void {
    const isLarge = frame.memory.buffer.byteLength > keptPages * pageBytes;
    if (frame.tenants.size === 0 && isLarge) this.#frames.delete(frame);
  }
}

/** One program's memory. Disposing gives its place up. */
export class MemoryTenant implements Disposable {
  /** For the program's host to read and write, while it is in. */
  readonly linear = new LinearMemory();
  readonly #frame: Frame;
  readonly #left: () => void;
  #pages: number;
  /** Its bytes while another is in the frame. */
  #aside: Uint8Array | null = null;

  constructor(frame: Frame, pages: number, left: () => void) {
    this.#frame = frame;
    this.#pages = pages;
    this.#left = left;
    frame.tenants.add(this);
    this.#enlarge();
    this.linear.attach(frame.memory);
  }

  /** What the program imports. */
  get memory(): WebAssembly.Memory {
    return this.#frame.memory;
  }

  get pages(): number {
    return this.#pages;
  }

  /** Answers the size before; -1 when the host has no more. */
  grow(more: number): number {
    const before = this.#pages;
    this.#pages += more;
    try {
      this.#enlarge();
    } catch {
      this.#pages = before;
      return -1;
    }
    this.#frame.usedPages = Math.max(this.#frame.usedPages, this.#pages);
    return before;
  }

  /** Has its bytes in the frame from now on: comes before the program runs. */
  enter(): void {
    const frame = this.#frame;
    if (frame.current === this) return;
    if (frame.current) frame.current.#putAside();
    const bytes = new Uint8Array(frame.memory.buffer);
    const own = this.#aside;
    if (own) bytes.set(own);
    bytes.fill(0, own?.byteLength ?? 0, frame.usedPages * pageBytes);
    this.#aside = null;
    frame.current = this;
    frame.usedPages = this.#pages;
  }

  [Symbol.dispose](): void {
    const frame = this.#frame;
    frame.tenants.delete(this);
    if (frame.current === this) frame.current = null;
    this.#aside = null;
    this.linear.attach(null);
    this.#left();
  }

  #putAside(): void {
    this.#aside = new Uint8Array(this.#frame.memory.buffer).slice(0, this.#pages * pageBytes);
  }

  #enlarge(): void {
    const { memory } = this.#frame;
    const missing = this.#pages - memory.buffer.byteLength / pageBytes;
    if (missing > 0) memory.grow(missing);
  }
}
