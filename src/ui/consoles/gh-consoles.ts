/**
 * The consoles side by side as tiles, or one at a time behind tabs. Arranges; the tiles do the rest.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { ArrivalsController } from "../controllers/arrivals-controller.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MediaController } from "../controllers/media-controller.ts";
import "../divider/gh-divider.ts";
import "../empty-state/gh-empty-state.ts";
import { FocusWish } from "../focus-wish.ts";
import { icon } from "../icons.ts";
import { allPlaces, type Place } from "../place.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import type { Workspace } from "../workspace.ts";
import { consolesStyles } from "./consoles-styles.ts";
import { draggedPlace } from "./dragged-place.ts";
import type { GhConsoleTile } from "./gh-console-tile.ts";
import "./gh-console-tile.ts";
import type { GhHostTile } from "./gh-host-tile.ts";
import "./gh-host-tile.ts";
import {
  evenSizes,
  gutterRange,
  moveGutter,
  shapeKey,
  sizesFit,
  tileGutters,
  tileRects,
  tileShape,
  type Gutter,
  type TileRect,
  type TileSizes,
} from "./tile-layout.ts";

/** Where more tiles are shown than fit in this height each, the area scrolls. */
const leastTileHeightPx = 150;

/** Fills its area. */
@customElement("gh-consoles")
export class GhConsoles extends LitElement {
  static override styles = [base, buttons, consolesStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  @consume({ context: commandsContext }) commands?: Commands;

  @state() private area = { width: 1000, height: 700 };
  /** The tile that a dragged one would be put before or after. */
  @state() private dropAt: { readonly id: string; readonly after: boolean } | null = null;

  readonly #arrivals = new ArrivalsController(this);
  /** Whose console is to have the keyboard as soon as it is built. */
  #wanted: string | null = null;
  readonly #focusWish = new FocusWish();
  readonly #narrow = new MediaController(this, "(max-width: 720px)");
  readonly #sized = new ResizeObserver(([entry]) => {
    if (!entry || entry.contentRect.width === 0) return;
    const { width, height } = entry.contentRect;
    this.area = { width, height };
  });

  constructor() {
    super();
    void new EvtController(
      this,
      () => this.playground?.onDidChangeMachines,
      () => this.#arrivals.look(),
    );
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sized.disconnect();
    this.#focusWish.end();
  }

  /** Gives the keyboard to a place's console, which must be shown, as soon as it is built. */
  focusConsole(id: string): void {
    this.#wanted = id;
    this.#focusWish.begin();
    this.requestUpdate();
  }

  protected override updated(): void {
    if (this.#wanted === null || !this.isConnected) return;
    const tiles: NodeListOf<GhConsoleTile | GhHostTile> = this.renderRoot.querySelectorAll(
      "gh-console-tile, gh-host-tile",
    );
    const tile = [...tiles].find(({ placeId }) => placeId === this.#wanted);
    // A machine may be gone before its tile is built.
    const isComing = allPlaces(this.playground?.machines ?? []).some(({ id }) => id === this.#wanted);
    if (!tile && isComing) return;
    this.#wanted = null;
    if (this.#focusWish.end()) tile?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { playground, workspace } = this;
    if (!playground || !workspace) return nothing;
    const shown = workspace
      .ordered(allPlaces(playground.machines))
      .filter((place) => !workspace.isHidden(place));
    if (shown.length === 0 && playground.machines.length === 0)
      return html`<gh-empty-state></gh-empty-state>`;
    if (shown.length === 0) return this.#allHidden(playground.machines);
    const chosen = shown.find(({ id }) => id === workspace.selectedId) ?? shown[0];
    const alone = this.#narrow.matches || workspace.mode === "tabs" ? chosen : undefined;
    const maximised = shown.find(({ id }) => id === workspace.maximisedId);
    const one = alone ?? maximised;
    return html`${alone && !this.#narrow.matches ? this.#tabs(shown, alone) : nothing}${this.#tiles(one ? [one] : shown)}`;
  }

  #tiles(machines: readonly (PlaygroundMachine | Place)[]): TemplateResult {
    const shape = tileShape(machines.length, this.area.width, this.area.height);
    const sizes = this.#sizes(shape);
    const rects = tileRects(sizes);
    return html`<div class="tiles" style="min-height: ${shape.length * leastTileHeightPx}px">
      ${repeat(
        machines,
        ({ id }) => id,
        (machine, index) => this.#tile(machine, rects[index]),
      )}
      ${tileGutters(sizes).map((gutter) => this.#gutter(gutter, sizes, shape))}
    </div>`;
  }

  #tile(machine: PlaygroundMachine | Place, rect: TileRect | undefined): TemplateResult {
    const drop = this.dropAt?.id === machine.id ? (this.dropAt.after ? "after" : "before") : nothing;
    return html`<div
      class="tile"
      style=${rect ? styleMap(places(rect)) : nothing}
      data-drop=${drop}
      @dragover=${(event: DragEvent) => this.#dragOver(event, machine)}
      @dragleave=${() => (this.dropAt = null)}
      @drop=${(event: DragEvent) => this.#drop(event, machine)}
    >
      ${this.#arrivals.admits(machine.id) ? tileOf(machine) : nothing}
    </div>`;
  }

  #gutter(gutter: Gutter, sizes: TileSizes, shape: readonly number[]): TemplateResult {
    const between = gutter.column !== null;
    const { width, height } = this.area;
    const { at, least, most } = gutterRange(sizes, gutter);
    const move = ({ detail }: CustomEvent<number>): void =>
      this.workspace?.setSizes(
        shapeKey(shape),
        moveGutter(sizes, gutter, detail / (between ? width : height)),
      );
    return html`<gh-divider
      orientation=${between ? "vertical" : "horizontal"}
      label=${between ? "Width of the tiles beside" : "Height of the tiles above and below"}
      .position=${100 * at}
      .least=${100 * least}
      .most=${100 * most}
      style=${styleMap(places(gutter))}
      @gh-divider-move=${move}
      @gh-divider-reset=${() => this.workspace?.setSizes(shapeKey(shape), null)}
    ></gh-divider>`;
  }

  #tabs(machines: readonly (PlaygroundMachine | Place)[], chosen: Place): TemplateResult {
    return html`<div class="tabs" role="toolbar" aria-label="Consoles">
      ${machines.map(
        (machine) =>
          html`<button
            aria-pressed=${machine === chosen}
            style="--accent: ${"accent" in machine ? accentColor(machine.accent) : "var(--gh-page)"}"
            @click=${() => this.workspace?.select(machine)}
          >
            ${machine.name}
          </button>`,
      )}
    </div>`;
  }

  #allHidden(machines: readonly (PlaygroundMachine | Place)[]): TemplateResult {
    return html`<div class="none">
      <p>All consoles are hidden. Their machines go on as they were.</p>
      <button @click=${() => machines.forEach((machine) => this.workspace?.setHidden(machine, false))}>
        ${icon("eye")} Show all
      </button>
    </div>`;
  }

  #sizes(shape: readonly number[]): TileSizes {
    const remembered = this.workspace?.sizes(shapeKey(shape));
    return remembered && sizesFit(remembered, shape) ? remembered : evenSizes(shape);
  }

  #dragOver(event: DragEvent, { id }: Place): void {
    if (!event.dataTransfer?.types.includes(draggedPlace) || !(event.currentTarget instanceof Element))
      return;
    event.preventDefault();
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const after = event.clientX > left + width / 2;
    if (this.dropAt?.id !== id || this.dropAt.after !== after) this.dropAt = { id, after };
  }

  #drop(event: DragEvent, target: Place): void {
    const { playground, workspace, dropAt } = this;
    this.dropAt = null;
    const all: readonly Place[] = allPlaces(playground?.machines ?? []);
    const dragged = all.find(({ id }) => id === event.dataTransfer?.getData(draggedPlace));
    if (!dragged || !playground || !workspace || dragged === target) return;
    event.preventDefault();
    const others = workspace
      .ordered(all)
      .filter((machine) => machine !== dragged && !workspace.isHidden(machine));
    this.commands?.moveTileTo(
      dragged,
      others.findIndex(({ id }) => id === target.id) + (dropAt?.after ? 1 : 0),
    );
  }
}

function tileOf(machine: PlaygroundMachine | Place): TemplateResult {
  return "kind" in machine
    ? html`<gh-console-tile .machine=${machine}></gh-console-tile>`
    : html`<gh-host-tile></gh-host-tile>`;
}

function places({ left, top, width, height }: TileRect): Record<string, string> {
  const sides = { left, top, width, height };
  return Object.fromEntries(Object.entries(sides).map(([side, share]) => [side, `${share * 100}%`]));
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-consoles": GhConsoles;
  }
}
