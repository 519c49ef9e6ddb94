/**
 * How the user has arranged the screen: which view, which machine is selected, where each console is. Knows machines
 * by name, so that an arrangement is found again after a reload, and touches none of them. The host's console is one
 * place more, hidden until it is asked for.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import type { TileSizes } from "./consoles/tile-layout.ts";
import { hostPlace, type Place } from "./place.ts";
import { Remembered } from "./remembered.ts";
import type { View } from "./views.ts";

/** How consoles are shown: side by side, or one at a time. */
export type ConsoleMode = "tiles" | "tabs";

/** The parts of the view `learn`. */
export const learnTabs = ["lessons", "words", "places"] as const;

/** One of them, and the word or place that is opened in it. */
export interface LearnPlace {
  readonly tab: (typeof learnTabs)[number];
  readonly item: string | null;
}

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
  #learnPlace: LearnPlace = { tab: "lessons", item: null };
  #selectedId: string | null = null;
  #maximisedId: string | null = null;
  #monitoredId: string | null = null;
  #hostShown = false;
  readonly #inspected = new Set<string>();

  /** Fires when anything of it changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  get view(): View {
    return this.#view;
  }
  set view(view: View) {
    this.#view = view;
    this.#onDidChange.fire();
  }

  /** What the view `learn` shows. */
  get learnPlace(): LearnPlace {
    return this.#learnPlace;
  }
  set learnPlace(place: LearnPlace) {
    this.#learnPlace = place;
    this.#onDidChange.fire();
  }

  get selectedId(): string | null {
    return this.#selectedId;
  }

  get maximisedId(): string | null {
    return this.#maximisedId;
  }

  /** The machine whose own charts the monitor shows; `null` for all machines'. */
  get monitoredId(): string | null {
    return this.#monitoredId;
  }
  set monitoredId(id: string | null) {
    this.#monitoredId = id;
    this.#onDidChange.fire();
  }

  /** Shows one machine in the monitor. */
  showMonitor({ id }: Place): void {
    this.#monitoredId = id;
    this.view = "monitor";
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

  /** Selects a machine, or the host, and shows its console. */
  select(place: Place): void {
    this.#selectedId = place.id;
    this.#view = "consoles";
    if (this.#maximisedId) this.#maximisedId = place.id;
    this.setHidden(place, false);
  }

  /** Notes that a machine has the user's attention, without showing anything. */
  notice({ id }: Place): void {
    if (id === this.#selectedId) return;
    this.#selectedId = id;
    this.#onDidChange.fire();
  }

  isHidden({ id, name }: Place): boolean {
    return id === hostPlace.id ? !this.#hostShown : this.#arrangement.hidden.includes(name);
  }

  /** Hides a console, or shows it again. The machine does not notice. */
  setHidden({ id, name }: Place, hidden: boolean): void {
    if (hidden && this.#maximisedId === id) this.#maximisedId = null;
    if (id === hostPlace.id) this.#hostShown = !hidden;
    const others = this.#arrangement.hidden.filter((other) => other !== name);
    this.#arrange({ hidden: hidden && id !== hostPlace.id ? [...others, name] : others });
  }

  /** Whether a machine's tile shows its details instead of its console. */
  isInspected({ id }: Place): boolean {
    return this.#inspected.has(id);
  }

  /** Shows a machine's details, or its console again. */
  setInspected(place: Place, inspected: boolean): void {
    if (inspected) this.#inspected.add(place.id);
    else this.#inspected.delete(place.id);
    this.select(place);
  }

  /** Gives one tile all the room, or ends that. */
  toggleMaximised({ id }: Place): void {
    this.#maximisedId = this.#maximisedId === id ? null : id;
    this.#selectedId = id;
    this.#onDidChange.fire();
  }

  /** `places` in the order of their tiles. */
  ordered<P extends Place>(places: readonly P[]): readonly P[] {
    const order = ({ name }: P): number => {
      const at = this.#arrangement.order.indexOf(name);
      return at < 0 ? this.#arrangement.order.length : at;
    };
    return places.toSorted((a, b) => order(a) - order(b));
  }

  /** Moves a tile to `index` among the visible ones of `places`; says where it is now. */
  move(place: Place, index: number, places: readonly Place[]): { position: number; of: number } {
    const ordered = this.ordered(places);
    const visible = ordered.filter((other) => !this.isHidden(other));
    const others = visible.filter((other) => other !== place);
    const position = Math.min(Math.max(index, 0), others.length);
    others.splice(position, 0, place);
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
  keepOnly(machines: readonly Place[]): void {
    const gone = (id: string): boolean =>
      id !== hostPlace.id && !machines.some((machine) => machine.id === id);
    for (const id of this.#inspected) if (gone(id)) this.#inspected.delete(id);
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
