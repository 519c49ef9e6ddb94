/**
 * What was asked last, whom to ask, and what was asked before: outlives the view, so that answers are still there when
 * it is opened again. One a playground.
 */
import { systemClock } from "../../base/clock.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { askable, Asking, type Asked } from "../../playground/ask/ask.ts";
import type { Playground } from "../../playground/playground.ts";
import { Remembered } from "../remembered.ts";

/** How long to wait can be chosen among these, in ms. */
export const limitsMs = [5_000, 10_000, 30_000, 120_000] as const;

const mostHistory = 30;

interface AskPreferences {
  /** Names of those who are not asked. */
  readonly left: readonly string[];
  /** Commands, the newest first. */
  readonly history: readonly string[];
  readonly limitMs: number;
}

/** See the module. */
export class AskDesk {
  readonly #playground: Playground;
  readonly #remembered = new Remembered<AskPreferences>("ask", readPreferences);
  readonly #onDidChange = new Emitter<void>();
  #preferences = this.#remembered.get();
  #asking: Asking | null = null;
  /** What is in the field. */
  draft = "";
  /** The machine that answers are compared with, by id; the first that was asked unless it was. */
  #reference = "host";

  /** Fires when a preference changed or an answer came. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  constructor(playground: Playground) {
    this.#playground = playground;
  }

  get asking(): Asking | null {
    return this.#asking;
  }

  get history(): readonly string[] {
    return this.#preferences.history;
  }

  get limitMs(): number {
    return this.#preferences.limitMs;
  }
  set limitMs(limitMs: number) {
    this.#prefer({ limitMs });
  }

  get reference(): string {
    return this.#reference;
  }
  set reference(id: string) {
    this.#reference = id;
    this.#onDidChange.fire();
  }

  /** Who can be asked now, and whether each shall be. */
  get targets(): readonly (Asked & { readonly wanted: boolean })[] {
    const left = new Set(this.#preferences.left);
    return askable(this.#playground).map((asked) => ({ ...asked, wanted: !left.has(asked.name) }));
  }

  /** Sets whether a machine shall be asked; remembered by its name. */
  want(name: string, wanted: boolean): void {
    const others = this.#preferences.left.filter((each) => each !== name);
    this.#prefer({ left: wanted ? others : [...others, name].slice(-200) });
  }

  /** Asks everybody who is wanted; what is being asked is given up. */
  ask(command: string): void {
    const asked = this.targets.filter(({ wanted }) => wanted);
    if (command.trim() === "" || asked.length === 0) return;
    this.#asking?.[Symbol.dispose]();
    const asking = new Asking({ command, limitMs: this.limitMs }, asked, systemClock, Date.now());
    asking.onDidChange.listen(() => this.#onDidChange.fire());
    this.#asking = asking;
    this.#prefer({
      history: [command, ...this.history.filter((each) => each !== command)].slice(0, mostHistory),
    });
  }

  forgetHistory(): void {
    this.#prefer({ history: [] });
  }

  #prefer(changes: Partial<AskPreferences>): void {
    this.#preferences = { ...this.#preferences, ...changes };
    this.#remembered.set(this.#preferences);
    this.#onDidChange.fire();
  }
}

const desks = new WeakMap<Playground, AskDesk>();

/** The desk of a playground. */
export function askDesk(playground: Playground): AskDesk {
  const desk = desks.get(playground) ?? new AskDesk(playground);
  desks.set(playground, desk);
  return desk;
}

function readPreferences(stored: unknown): AskPreferences {
  const read: { left?: unknown; history?: unknown; limitMs?: unknown } =
    typeof stored === "object" && stored !== null ? stored : {};
  return {
    left: texts(read.left),
    history: texts(read.history).slice(0, mostHistory),
    limitMs: limitsMs.find((each) => each === read.limitMs) ?? limitsMs[1],
  };
}

function texts(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? stored.filter((each) => typeof each === "string") : [];
}
