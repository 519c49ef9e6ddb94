/**
 * How far what a boot needs is: nothing while there is nothing to wait for, a bar while the image loads, the reason if
 * the image or the emulator failed.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { ImageStatus } from "../../playground/boot-store.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { formatMiB } from "../format.ts";
import { base, buttons } from "../styles/shared.ts";

/** Of the catalog's first image, which is the one that boots by default. */
@customElement("gh-image-progress")
export class GhImageProgress extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        min-height: 34px;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
        font-variant-numeric: tabular-nums;
      }
      progress {
        display: block;
        width: 100%;
        height: 4px;
        margin-bottom: 6px;
        overflow: hidden;
        border: 0;
        border-radius: 2px;
        background: var(--gh-sunken);
        appearance: none;
      }
      progress::-webkit-progress-bar {
        background: var(--gh-sunken);
      }
      progress::-webkit-progress-value {
        background: var(--gh-primary);
      }
      progress::-moz-progress-bar {
        background: var(--gh-primary);
      }
      .failed {
        display: flex;
        gap: 12px;
        align-items: center;
        justify-content: space-between;
        color: var(--gh-danger);
        text-align: start;
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;

  /** For where something beside it tries again. */
  @property({ type: Boolean, attribute: "without-retry" }) withoutRetry = false;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.bootStore.onDidChange);
    void new EvtController(this, () => this.commands?.onDidChangeBootFailure);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { playground } = this;
    if (!playground) return nothing;
    const failure = this.commands?.bootFailure ?? null;
    if (failure !== null) return this.#failed(failure);
    return this.#status(playground.bootStore.status(playground.images[0]));
  }

  #status(status: ImageStatus): TemplateResult | typeof nothing {
    switch (status.kind) {
      case "loading":
        return html`<progress
            aria-label="Image"
            max=${status.totalBytes}
            .value=${status.loadedBytes}
          ></progress>
          <span
            >Fetching and verifying the image: ${formatMiB(status.loadedBytes)} of
            ${formatMiB(status.totalBytes)} MiB</span
          >`;
      case "failed":
        return this.#failed(status.message);
      case "ready":
        return html`<span>The image is here and verified: nothing more has to be fetched.</span>`;
      case "absent":
        return nothing;
    }
  }

  #failed(message: string): TemplateResult {
    return html`<div class="failed" role="alert">
      <span>${message}</span>${
        this.withoutRetry
          ? nothing
          : html`<button @click=${() => void this.commands?.prepareBoot()}>Try again</button>`
      }
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-image-progress": GhImageProgress;
  }
}
