/**
 * A line between two areas that can be dragged with the pointer and moved with the arrow keys. It moves nothing by
 * itself: whoever holds it decides.
 */
import { css, html, LitElement, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

const stepPx = 16;

/**
 * `<gh-divider orientation="vertical" label="Width of the machine list" .position=${30}>`
 *
 * @fires gh-divider-move - `detail` is by how many pixels, to the right or down.
 * @fires gh-divider-reset - On a double click or Home.
 */
@customElement("gh-divider")
export class GhDivider extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        touch-action: none;
        border-radius: 3px;
        transition: background-color var(--gh-quick);
      }
      :host([orientation="vertical"]) {
        width: 6px;
        cursor: col-resize;
      }
      :host([orientation="horizontal"]) {
        height: 6px;
        cursor: row-resize;
      }
      :host(:hover),
      :host([dragging]) {
        background: color-mix(in srgb, var(--gh-primary) 55%, transparent);
      }
    `,
  ];

  /** How the line runs. */
  @property({ reflect: true }) orientation: "vertical" | "horizontal" = "vertical";
  /** What it resizes, for screen readers. */
  @property() label = "";
  /** Where it is, in percent of what it divides. */
  @property({ type: Number }) position = 50;
  /** The least `position` it can have. */
  @property({ type: Number }) least = 0;
  /** The greatest `position` it can have. */
  @property({ type: Number }) most = 100;

  #fromPx: number | null = null;

  constructor() {
    super();
    this.addEventListener("pointerdown", this.#grab);
    this.addEventListener("pointermove", this.#drag);
    this.addEventListener("lostpointercapture", this.#drop);
    this.addEventListener("keydown", this.#key);
    this.addEventListener("dblclick", () => this.dispatchEvent(new Event("gh-divider-reset")));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.tabIndex = 0;
    this.role = "separator";
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.ariaOrientation = this.orientation;
    this.ariaLabel = this.label;
    this.ariaValueNow = String(Math.round(this.position));
    this.ariaValueMin = String(Math.round(this.least));
    this.ariaValueMax = String(Math.round(this.most));
    this.ariaValueText = `${Math.round(this.position)} %`;
  }

  protected override render(): TemplateResult {
    return html``;
  }

  readonly #grab = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    this.focus();
    this.setPointerCapture(event.pointerId);
    this.#fromPx = this.#along(event);
    this.toggleAttribute("dragging", true);
  };

  readonly #drag = (event: PointerEvent): void => {
    if (this.#fromPx === null) return;
    const nowPx = this.#along(event);
    this.#move(nowPx - this.#fromPx);
    this.#fromPx = nowPx;
  };

  readonly #drop = (): void => {
    this.#fromPx = null;
    this.toggleAttribute("dragging", false);
  };

  readonly #key = (event: KeyboardEvent): void => {
    const [back, forth] =
      this.orientation === "vertical" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === back) this.#move(-stepPx);
    else if (event.key === forth) this.#move(stepPx);
    else if (event.key === "Home") this.dispatchEvent(new Event("gh-divider-reset"));
    else return;
    event.preventDefault();
  };

  #along({ clientX, clientY }: PointerEvent): number {
    return this.orientation === "vertical" ? clientX : clientY;
  }

  #move(byPx: number): void {
    if (byPx !== 0) this.dispatchEvent(new CustomEvent("gh-divider-move", { detail: byPx }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-divider": GhDivider;
  }
  interface HTMLElementEventMap {
    /** By how many pixels the line was moved. */
    "gh-divider-move": CustomEvent<number>;
    "gh-divider-reset": Event;
  }
}
