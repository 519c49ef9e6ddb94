/**
 * Shows the notices in a corner until they are dismissed. Text only, whoever wrote it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import type { Notice, Notices } from "../notices.ts";
import { base, buttons } from "../styles/shared.ts";

/** `<gh-notices .notices=${notices}>` */
@customElement("gh-notices")
export class GhNotices extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: fixed;
        z-index: 20;
        inset: auto auto 12px 12px;
        width: min(26rem, calc(100vw - 24px));
        pointer-events: none;
      }
      @media (max-width: 720px) {
        :host {
          inset: 160px 12px auto auto;
        }
      }
      .notice {
        display: flex;
        align-items: start;
        gap: 10px;
        margin-top: 8px;
        padding: 8px 8px 8px 12px;
        border: 1px solid var(--gh-border);
        border-inline-start: 3px solid var(--gh-danger);
        border-radius: var(--gh-radius);
        background: var(--gh-raised);
        box-shadow: var(--gh-shadow);
        font-size: var(--gh-text-m);
        line-height: 1.45;
        pointer-events: auto;
      }
      p {
        flex: 1;
        margin: 3px 0;
        overflow-wrap: anywhere;
      }
      .times {
        color: var(--gh-quiet);
      }
    `,
  ];

  @property({ attribute: false }) notices?: Notices;

  constructor() {
    super();
    void new EvtController(this, () => this.notices?.onDidChange);
  }

  protected override render(): TemplateResult {
    return html`<div role="alert">
      ${repeat(
        this.notices?.all ?? [],
        ({ id }) => id,
        (notice) => this.#notice(notice),
      )}
    </div>`;
  }

  #notice({ id, text, times }: Notice): TemplateResult {
    return html`<div class="notice">
      <p>${text}${times > 1 ? html` <span class="times">(${times} times)</span>` : nothing}</p>
      <button
        class="icon"
        aria-label="Dismiss"
        title="Dismiss (Escape)"
        @click=${() => this.notices?.dismiss(id)}
      >
        ${icon("close")}
      </button>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-notices": GhNotices;
  }
}
