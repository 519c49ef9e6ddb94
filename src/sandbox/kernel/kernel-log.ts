/**
 * The log of the kernel: numbered records in a ring of limited size, the oldest of which make room for new ones
 * (printk). Knows no tasks; `/dev/kmsg` is one reader of it.
 */
import { WaitQueue } from "./wait-queue.ts";

/** Levels of records (syslog(2)), by the kernel's numbers. */
export const logLevels = { emergency: 0, error: 3, warning: 4, info: 6 } as const;

/** One record. */
export interface LogRecord {
  /** Counts from 0. */
  readonly sequence: number;
  /** Facility times 8 and level; the kernel's own facility is 0. */
  readonly priority: number;
  /** When, in ms since boot. */
  readonly atMs: number;
  readonly text: string;
}

/** Characters that all records together may have: as many as Linux sets aside by default (`log_buf_len`). */
const mostCharacters = 2 ** 17;
/** What a record counts beside its text, so that empty ones are not free. */
const recordOverhead = 32;

/** The ring. */
export class KernelLog {
  /** Tells when there is one record more. */
  readonly added = new WaitQueue();
  readonly #nowMs: () => number;
  #records: LogRecord[] = [];
  #characters = 0;
  #next = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** The number of the oldest record that is kept; the next one's where there is none. */
  get first(): number {
    return this.#records[0]?.sequence ?? this.#next;
  }

  /** The number that the next record will have. */
  get next(): number {
    return this.#next;
  }

  /** `null` where it is not kept any more, or not there yet. */
  record(sequence: number): LogRecord | null {
    return this.#records[sequence - this.first] ?? null;
  }

  add(priority: number, text: string): void {
    this.#records.push({ sequence: this.#next++, priority, atMs: this.#nowMs(), text });
    this.#characters += text.length + recordOverhead;
    let gone = 0;
    for (const { text: old } of this.#records) {
      if (this.#characters <= mostCharacters) break;
      this.#characters -= old.length + recordOverhead;
      gone += 1;
    }
    if (gone > 0) this.#records = this.#records.slice(gone);
    this.added.wakeAll();
  }
}
