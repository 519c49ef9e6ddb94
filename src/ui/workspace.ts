/**
 * How the user has arranged the screen: which view, which machine is selected, where each console is. Knows machines
 * by name, so that an arrangement is found again after a reload, and touches none of them. The host's console is one
 * place more, hidden until it is asked for.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import {
  initialArrangement,
  listWidthsPx,
  readArrangement,
  type Arrangement,
  type ConsoleMode,
} from "./arrangement.ts";
import type { TileSizes } from "./consoles/tile-layout.ts";
import { hostPlace, type Place } from "./place.ts";
import { Remembered } from "./remembered.ts";
import type { View } from "./views.ts";

/** The parts of the view `learn`. */
export const learnTabs = ["lessons", "words", "places"] as const;

/** One of them, and the word or place that is opened in it. */
export interface LearnPlace {
  readonly tab: (typeof learnTabs)[number];
  readonly item: string | null;
}

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
  readonly #hidden = new Set<string>();
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

  get arrangement(): Arrangement {
    return this.#arrangement;
  }

  /** Arranges the screen as a link says; what it does not name stays. */
  adopt(arrangement: Partial<Arrangement>): void {
    this.#arrange(arrangement);
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
    this.listWidthPx = initialArrangement.listWidthPx;
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

  isHidden({ id }: Place): boolean {
    return id === hostPlace.id ? !this.#hostShown : this.#hidden.has(id);
  }

  /** Hides a console, or shows it again. The machine does not notice. */
  setHidden({ id }: Place, hidden: boolean): void {
    if (hidden && this.#maximisedId === id) this.#maximisedId = null;
    if (id === hostPlace.id) this.#hostShown = !hidden;
    else if (hidden) this.#hidden.add(id);
    else this.#hidden.delete(id);
    this.#onDidChange.fire();
  }

  /** Has a machine that is new begin without a tile. Nobody is told, as nobody shows it yet. */
  beginHidden({ id }: Place): void {
    this.#hidden.add(id);
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
    const remembered = this.#arrangement.order;
    if (remembered.length === 0) return places;
    const at = new Map(remembered.map((name, index) => [name, index]));
    const order = ({ name }: P): number => at.get(name) ?? remembered.length;
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

  /** Drops what belonged to machines that are gone. `here` are those that are left. */
  keepOnly(here: readonly Place[]): void {
    const ids = new Set(here.map(({ id }) => id)).add(hostPlace.id);
    const before = [this.#selectedId, this.#maximisedId];
    for (const known of [this.#inspected, this.#hidden])
      for (const id of known) if (!ids.has(id)) known.delete(id);
    if (this.#selectedId && !ids.has(this.#selectedId)) this.#selectedId = here.at(-1)?.id ?? null;
    if (this.#maximisedId && !ids.has(this.#maximisedId)) this.#maximisedId = null;
    if (before[0] !== this.#selectedId || before[1] !== this.#maximisedId) this.#onDidChange.fire();
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
