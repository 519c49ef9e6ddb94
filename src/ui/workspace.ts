/**
 * How the user has arranged the screen: which view, which machine is selected, where each console is. Knows machines
 * by name, so that an arrangement is found again after a reload, and touches none of them.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import type { Machine, MachineId } from "../playground/machine.ts";
import type { TileSizes } from "./consoles/tile-layout.ts";
import { Remembered } from "./remembered.ts";

/** What the screen shows beside the list. */
export type View = "consoles" | "monitor";
/** How consoles are shown: side by side, or one at a time. */
export type ConsoleMode = "tiles" | "tabs";

interface Arrangement {
  readonly mode: ConsoleMode;
  readonly hidden: readonly string[];
  readonly order: readonly string[];
  readonly sizes: Readonly<Record<string, TileSizes>>;
  readonly listWidthPx: number;
}

const initial: Arrangement = { mode: "tiles", hidden: [], order: [], sizes: {}, listWidthPx: 304 };
/** How narrow and how wide the list of machines can be, in CSS pixels. */
export const listWidthsPx = { least: 220, most: 480 };

/** The arrangement of one page. */
export class Workspace implements Disposable {
  readonly #remembered = new Remembered<Arrangement>("workspace", readArrangement);
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #arrangement = this.#remembered.get();
  #view: View = "consoles";
  #selectedId: MachineId | null = null;
  #maximisedId: MachineId | null = null;

  /** Fires when anything of it changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  get view(): View {
    return this.#view;
  }
  set view(view: View) {
    this.#view = view;
    this.#onDidChange.fire();
  }

  get selectedId(): MachineId | null {
    return this.#selectedId;
  }

  get maximisedId(): MachineId | null {
    return this.#maximisedId;
  }

  get mode(): ConsoleMode {
    return this.#arrangement.mode;
  }
  set mode(mode: ConsoleMode) {
    this.#maximisedId = null;
    this.#arrange({ mode });
  }

  get listWidthPx(): number {
    return this.#arrangement.listWidthPx;
  }
  set listWidthPx(widthPx: number) {
    this.#arrange({ listWidthPx: Math.min(Math.max(widthPx, listWidthsPx.least), listWidthsPx.most) });
  }

  resetListWidth(): void {
    this.listWidthPx = initial.listWidthPx;
  }

  /** Selects a machine and shows its console. */
  select(machine: Machine): void {
    this.#selectedId = machine.id;
    this.#view = "consoles";
    if (this.#maximisedId) this.#maximisedId = machine.id;
    this.#arrange({ hidden: this.#arrangement.hidden.filter((name) => name !== machine.name) });
  }

  /** Notes that a machine has the user's attention, without showing anything. */
  notice(machine: Machine): void {
    if (machine.id === this.#selectedId) return;
    this.#selectedId = machine.id;
    this.#onDidChange.fire();
  }

  isHidden(machine: Machine): boolean {
    return this.#arrangement.hidden.includes(machine.name);
  }

  /** Hides a console, or shows it again. The machine does not notice. */
  setHidden(machine: Machine, hidden: boolean): void {
    const others = this.#arrangement.hidden.filter((name) => name !== machine.name);
    if (hidden && this.#maximisedId === machine.id) this.#maximisedId = null;
    this.#arrange({ hidden: hidden ? [...others, machine.name] : others });
  }

  /** Gives one tile all the room, or ends that. */
  toggleMaximised(machine: Machine): void {
    this.#maximisedId = this.#maximisedId === machine.id ? null : machine.id;
    this.#selectedId = machine.id;
    this.#onDidChange.fire();
  }

  /** `machines` in the order of their tiles. */
  ordered<M extends Machine>(machines: readonly M[]): readonly M[] {
    const place = (machine: M): number => {
      const at = this.#arrangement.order.indexOf(machine.name);
      return at < 0 ? this.#arrangement.order.length : at;
    };
    return machines.toSorted((a, b) => place(a) - place(b));
  }

  /** Moves a machine's tile to `index` among the visible ones of `machines`; says where it is now. */
  move(machine: Machine, index: number, machines: readonly Machine[]): { position: number; of: number } {
    const ordered = this.ordered(machines);
    const visible = ordered.filter((other) => !this.isHidden(other));
    const others = visible.filter((other) => other !== machine);
    const position = Math.min(Math.max(index, 0), others.length);
    others.splice(position, 0, machine);
    const hidden = ordered.filter((other) => this.isHidden(other));
    this.#arrange({ order: [...others, ...hidden].map(({ name }) => name) });
    return { position: position + 1, of: others.length };
  }

  sizes(shape: string): TileSizes | undefined {
    return this.#arrangement.sizes[shape];
  }

  /** Remembers the sizes of a shape; `null` forgets them. */
  setSizes(shape: string, sizes: TileSizes | null): void {
    const { [shape]: _, ...others } = this.#arrangement.sizes;
    this.#arrange({ sizes: sizes ? { ...others, [shape]: sizes } : others });
  }

  /** Drops what belonged to machines that are gone: a later one of the same name is another, and is shown. */
  keepOnly(machines: readonly Machine[]): void {
    const gone = (id: MachineId | null): boolean => !machines.some((machine) => machine.id === id);
    if (this.#selectedId && gone(this.#selectedId)) this.#selectedId = machines.at(-1)?.id ?? null;
    if (this.#maximisedId && gone(this.#maximisedId)) this.#maximisedId = null;
    this.#arrange({
      hidden: this.#arrangement.hidden.filter((hidden) => machines.some(({ name }) => name === hidden)),
    });
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #arrange(change: Partial<Arrangement>): void {
    this.#arrangement = { ...this.#arrangement, ...change };
    this.#remembered.set(this.#arrangement);
    this.#onDidChange.fire();
  }
}

function readArrangement(stored: unknown): Arrangement {
  if (typeof stored !== "object" || stored === null) return initial;
  const { mode, order, sizes, listWidthPx }: Partial<Record<keyof Arrangement, unknown>> = stored;
  return {
    mode: mode === "tabs" ? "tabs" : "tiles",
    // No machine outlives the page: one of the same name is another, and is shown.
    hidden: [],
    order: names(order),
    sizes: readSizes(sizes),
    listWidthPx: typeof listWidthPx === "number" ? listWidthPx : initial.listWidthPx,
  };
}

function names(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? stored.filter((name) => typeof name === "string") : [];
}

function readSizes(stored: unknown): Readonly<Record<string, TileSizes>> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(Object.entries(stored).filter(([, sizes]) => isSizes(sizes)));
}

function isSizes(stored: unknown): stored is TileSizes {
  if (typeof stored !== "object" || stored === null) return false;
  const { rows, columns }: { rows?: unknown; columns?: unknown } = stored;
  return areShares(rows) && Array.isArray(columns) && columns.every(areShares);
}

function areShares(stored: unknown): boolean {
  return (
    Array.isArray(stored) && stored.every((share) => typeof share === "number" && share > 0 && share <= 1)
  );
}
