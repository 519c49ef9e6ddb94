/**
 * What the page shows before the first machine: one button, what it will do, and what to try then.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import "../consoles/gh-image-progress.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { formatMiB } from "../format.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";

/** Fills its area. */
@customElement("gh-empty-state")
export class GhEmptyState extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: grid;
        padding: 24px;
        font-size: var(--gh-text-m);
        line-height: 1.55;
      }
      .middle {
        max-width: 31rem;
        margin: auto;
      }
      h2 {
        margin: 0 0 6px;
        font-size: 1.25rem;
        font-weight: 600;
        line-height: 1.3;
      }
      p {
        margin: 0 0 18px;
        color: var(--gh-quiet);
      }
      .or {
        margin-top: 14px;
      }
      button {
        height: 40px;
        margin-bottom: 14px;
        padding: 0 18px;
        font-size: var(--gh-text-l);
      }
      button kbd {
        margin-inline-start: 4px;
        padding: 0 6px;
        border: 1px solid currentColor;
        border-radius: 4px;
        font: 600 var(--gh-text-s) / 1.5 var(--gh-mono);
      }
      @media (pointer: coarse) {
        button kbd {
          display: none;
        }
      }
      h3 {
        margin: 22px 0 6px;
        font-size: var(--gh-text-m);
        font-weight: 600;
      }
      ul {
        margin: 0;
        padding: 0;
        color: var(--gh-quiet);
        list-style: none;
      }
      li {
        margin: 3px 0;
      }
      code,
      li kbd {
        padding: 1px 5px;
        border-radius: 4px;
        background: var(--gh-sunken);
        color: var(--gh-text);
        font: var(--gh-text-s) var(--gh-mono);
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;

  override focus(): void {
    this.renderRoot.querySelector("button")?.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const image = this.playground?.images[0];
    if (!image) return nothing;
    return html`<div class="middle">
      <h2>No machine is running</h2>
      <p>
        Linux ${image.kernelVersion} boots to a shell in this page, on virtual hardware of its own with
        ${image.defaultMemoryMiB} MiB of memory. Its image is ${formatMiB(image.compressedBytes)} MiB, fetched
        once.
      </p>
      <button class="primary" @click=${() => void this.commands?.addGuest()}>
        ${icon("play")} Boot a Linux guest <kbd>n</kbd>
      </button>
      <gh-image-progress></gh-image-progress>
      <p class="or">
        Or start a sandbox: processes of one kernel in this page that all sandboxes share, in namespaces of
        their own and held by a cgroup. Nothing boots: it is there at once.
      </p>
      <button @click=${() => void this.commands?.addSandbox()}>
        ${icon("sandbox")} Start a sandbox <kbd>s</kbd>
      </button>
      <h3>Then try</h3>
      <ul>
        <li>
          <code>top</code> and <code>free</code>: what the guest says; the bar above: what the host gives.
        </li>
        <li><kbd>n</kbd> and <kbd>s</kbd> a few times more: each guest brings a kernel, no sandbox does.</li>
        <li><code>while :; do :; done</code> in two of them: watch the cores being shared.</li>
      </ul>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-empty-state": GhEmptyState;
  }
}
