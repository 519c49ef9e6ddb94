/**
 * The view `anatomy`: the layers of the host and of every machine, live. What is drawn is what runs.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { countAnatomy, countWords } from "../../playground/anatomy/anatomy-counts.ts";
import { boxesOf, type AnatomyBox, type Arrangement } from "../../playground/anatomy/anatomy-box.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { formatCount } from "../format.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import "../trace/gh-trace.ts";
import { AnatomyController } from "./anatomy-controller.ts";
import { drawAnatomy, type AnatomyDrawing } from "./anatomy-drawing.ts";
import { layOut } from "./anatomy-layout.ts";
import { anatomyStyles } from "./anatomy-styles.ts";
import { arrangements, machinesIn, type ArrangementWords } from "./arrangements.ts";
import { exportAnatomy } from "./export-anatomy.ts";
import "./gh-anatomy-diagram.ts";
import type { GhAnatomyDiagram } from "./gh-anatomy-diagram.ts";
import "./gh-anatomy-panel.ts";
import type { GhAnatomyPanel } from "./gh-anatomy-panel.ts";
import { measureText } from "./measure-text.ts";

/** Fills the room beside the list. */
@customElement("gh-anatomy-view")
export class GhAnatomyView extends LitElement {
  static override styles = [base, buttons, anatomyStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;
  @consume({ context: commandsContext, subscribe: true })
  commands?: Commands;

  @state() private chosen: string | null = null;
  @state() private highlighted: Arrangement | null = null;
  @state() private widthPx = 0;
  /** Whether a diagram that is wider than the screen is made smaller, to be seen whole. */
  @state() private whole = false;
  /** Why the last thing asked for was not done. */
  @state() private refusal: string | null = null;
  @query(".diagram") private readonly area!: HTMLElement | null;
  @query("gh-anatomy-panel") private readonly panel!: GhAnatomyPanel | null;
  @query("gh-anatomy-diagram") private readonly diagram!: GhAnatomyDiagram | null;
  readonly #anatomy = new AnatomyController(this, () => this.playground);
  #drawing: AnatomyDrawing | null = null;
  #panelHadFocus = false;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry) this.widthPx = Math.floor(entry.contentRect.width);
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override willUpdate(): void {
    this.#panelHadFocus = this.panel?.matches(":focus-within") ?? false;
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (this.area) this.#sizes.observe(this.area);
    if (changed.has("chosen") && this.panel) void showPanel(this.panel);
    // It closes with its box.
    if (this.#panelHadFocus && !this.panel) this.diagram?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { root, picture } = this.#anatomy;
    if (!root || !picture) return nothing;
    const chosen = [...boxesOf(root)].find(({ id }) => id === this.chosen) ?? null;
    this.#drawing = drawAnatomy(layOut(root, this.widthPx), measureText, this.highlighted);
    return html`<div class="view" @keydown=${this.#keyed}>
      ${this.#toolbar(root)} ${this.#counts(root)}
      <div class="diagram" @scroll=${this.#scrolled}>
        <gh-anatomy-diagram
          .drawing=${this.widthPx > 0 ? this.#drawing : null}
          .chosen=${this.chosen}
          ?fit=${this.whole && this.#overflows}
          @gh-box-chosen=${({ detail }: CustomEvent<string>) => (this.chosen = detail)}
        ></gh-anatomy-diagram>
        ${
          root.children.every(({ children }) => children.length === 0)
            ? html`<p class="absent">Nothing stands on the host yet. Add a machine to see what it brings.</p>`
            : nothing
        }
      </div>
      ${
        chosen
          ? html`<gh-anatomy-panel .box=${chosen} @gh-panel-closed=${this.#closePanel}></gh-anatomy-panel>`
          : nothing
      }
      ${
        picture.absent.length > 0
          ? html`<p class="absent">
              Not drawn, as nothing of it runs:
              ${picture.absent.map(({ name, state: now }) => `${name} (${now})`).join(", ")}.
            </p>`
          : nothing
      }
      <gh-trace></gh-trace>
    </div>`;
  }

  get #overflows(): boolean {
    return this.widthPx > 0 && (this.#drawing?.width ?? 0) > this.widthPx;
  }

  #toolbar(root: AnatomyBox): TemplateResult {
    return html`<div class="toolbar">
        ${arrangements.map((words) => this.#arrangement(words, machinesIn(root, words.id)))}
        <span class="room"></span>
        ${
          this.#overflows
            ? html`<button
                title="Make the diagram as small as it has to be to be seen whole"
                aria-pressed=${this.whole}
                @click=${() => (this.whole = !this.whole)}
              >
                Whole
              </button>`
            : nothing
        }
        <button @click=${() => void this.#export("svg")}>Export SVG</button>
        <button @click=${() => void this.#export("png")}>Export PNG</button>
      </div>
      ${this.refusal === null ? nothing : html`<p class="refusal" role="alert">${this.refusal}</p>`}`;
  }

  /** Without a machine in it the button adds one; with some it makes them stand out. */
  #arrangement({ id, title, machine, line }: ArrangementWords, count: number): TemplateResult {
    const add = (): void => void this.#add(id);
    if (count === 0) {
      return html`<div class="arrangement">
        <button title=${line} @click=${add}>${icon("plus")} ${title}</button>
      </div>`;
    }
    return html`<div class="arrangement">
      <button
        title=${line}
        aria-pressed=${this.highlighted === id}
        @click=${() => (this.highlighted = this.highlighted === id ? null : id)}
      >
        ${title} <span class="count">${count}</span>
      </button>
      <button class="icon" aria-label="Add a ${machine}" title="Add a ${machine}" @click=${add}>
        ${icon("plus")}
      </button>
    </div>`;
  }

  #counts(root: AnatomyBox): TemplateResult {
    const counts = countAnatomy(root);
    const { guests, sandboxes } = counts;
    const words = countWords(counts);
    return html`<details class="counts">
      <summary>
        ${formatCount(guests, "guest")}, ${sandboxes} ${sandboxes === 1 ? "sandbox" : "sandboxes"}:
        ${words.map(({ name, count }, index) => html`${index > 0 ? ", " : ""}${name} <b>${count}</b>`)}
      </summary>
      <dl>
        ${words.map(
          ({ name, how }) =>
            html`<dt>${name}</dt>
              <dd>${how}</dd>`,
        )}
      </dl>
    </details>`;
  }

  async #add(arrangement: Arrangement): Promise<void> {
    const { commands, playground } = this;
    if (!commands || !playground) return;
    this.refusal = await addTo(arrangement, commands, playground);
  }

  async #export(format: "svg" | "png"): Promise<void> {
    const { root } = this.#anatomy;
    if (!this.#drawing || !root) return;
    const counted = countWords(countAnatomy(root)).map(({ name, count }) => `${name} ${count}`);
    this.refusal = await exportAnatomy(this.#drawing, `${counted.join(", ")}.`, format).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
  }

  /** What is shared by many is wider than the screen: its words stay in sight. */
  readonly #scrolled = (): void => {
    const { area, diagram } = this;
    if (area && diagram) diagram.style.setProperty("--gh-scrolled", `${Math.round(area.scrollLeft)}px`);
  };

  readonly #keyed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.chosen === null) return;
    event.stopPropagation();
    this.#closePanel();
  };

  readonly #closePanel = (): void => {
    this.chosen = null;
    this.diagram?.focus();
  };
}

/** Where there is room the diagram stays in sight; on a phone what was asked for takes its place. */
async function showPanel(panel: GhAnatomyPanel): Promise<void> {
  await panel.updateComplete;
  panel.scrollIntoView({ block: matchMedia("(max-width: 48rem)").matches ? "start" : "nearest" });
}

/** Adds a machine, and stays with the diagram; resolves with the words of a refusal, or `null`. */
function addTo(arrangement: Arrangement, commands: Commands, playground: Playground): Promise<string | null> {
  switch (arrangement) {
    case "type1":
    case "type2":
      return commands.addGuests({ hypervisor: arrangement }, 1, "the same view");
    case "system":
    case "application": {
      const image = playground.sandboxImages.offered.find(({ kind }) => kind === arrangement)?.id;
      return commands.addSandboxes(image === undefined ? {} : { image }, 1, "the same view");
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-anatomy-view": GhAnatomyView;
  }
}
