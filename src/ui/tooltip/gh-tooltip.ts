/**
 * The one tooltip of the page: shows what elements with a `Tip` ask for.
 */
import "@awesome.me/webawesome/dist/components/popup/popup.js";
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { base } from "../styles/shared.ts";
import type { TipRequest } from "./tip.ts";

const delayMs = 350;

/** Belongs once into the page. */
@customElement("gh-tooltip")
export class GhTooltip extends LitElement {
  static override styles = [
    base,
    css`
      wa-popup::part(popup) {
        pointer-events: none;
      }
      .tip {
        max-width: min(21rem, calc(100vw - 16px));
        padding: 7px 10px;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
        background: var(--gh-raised);
        box-shadow: var(--gh-shadow);
        color: var(--gh-text);
        font: var(--gh-text-s) / 1.45 var(--gh-font);
        font-variant-numeric: tabular-nums;
        white-space: pre-line;
        pointer-events: none;
      }
      .tip::first-line {
        font-weight: 600;
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @state() private shown: TipRequest | null = null;
  #timer = 0;

  constructor() {
    super();
    void new EvtController(
      this,
      () => this.playground?.monitor.onDidSample,
      () => this.shown && this.requestUpdate(),
    );
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("gh-tip-show", this.#soon);
    document.addEventListener("gh-tip-hide", this.#end);
    document.addEventListener("keydown", this.#escape);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("gh-tip-show", this.#soon);
    document.removeEventListener("gh-tip-hide", this.#end);
    document.removeEventListener("keydown", this.#escape);
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.shown) return nothing;
    return html`<wa-popup
      active
      placement="bottom"
      distance="6"
      flip
      shift
      shift-padding="8"
      .anchor=${this.shown.anchor}
    >
      <div class="tip" aria-hidden="true">${this.shown.text()}</div>
    </wa-popup>`;
  }

  readonly #soon = ({ detail }: CustomEvent<TipRequest>): void => {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.shown = detail), this.shown ? 0 : delayMs);
  };

  readonly #end = ({ detail }: CustomEvent<TipRequest>): void => {
    clearTimeout(this.#timer);
    if (this.shown?.anchor === detail.anchor) this.shown = null;
  };

  readonly #escape = ({ key }: KeyboardEvent): void => {
    if (key === "Escape") this.shown = null;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-tooltip": GhTooltip;
  }
}
