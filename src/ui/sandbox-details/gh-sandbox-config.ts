/** A sandbox's `config.json`, to see and to copy. */
import { css, html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { DetailsSection } from "./details-section.ts";

/** `<gh-sandbox-config .machine=${machine}>` */
@customElement("gh-sandbox-config")
export class GhSandboxConfig extends DetailsSection {
  static override styles = [
    super.styles,
    css`
      .head {
        display: flex;
        gap: 12px;
        align-items: start;
        justify-content: space-between;
      }
    `,
  ];

  @state() private copied = false;

  protected override render(): TemplateResult {
    const text = this.#text;
    return html`<div class="head">
        <p>
          What the runtime made it from, in the words of the OCI runtime specification; on the host it is
          <span class="mono">${this.machine?.sandbox.bundle}/config.json</span>.
        </p>
        <button @click=${() => void this.#copy()}>${this.copied ? "Copied" : "Copy"}</button>
      </div>
      <pre>${text}</pre>`;
  }

  get #text(): string {
    return JSON.stringify(this.machine?.sandbox.config ?? {}, null, 2);
  }

  async #copy(): Promise<void> {
    await navigator.clipboard.writeText(this.#text);
    this.copied = true;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-config": GhSandboxConfig;
  }
}
