/** What a sandbox sees mounted. */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { readMounts } from "../../sandbox/runtime/inspect/mounts.ts";
import { DetailsSection } from "./details-section.ts";
import { InspectController } from "./inspect-controller.ts";

/** `<gh-sandbox-mounts .machine=${machine}>` */
@customElement("gh-sandbox-mounts")
export class GhSandboxMounts extends DetailsSection {
  readonly #mounts = new InspectController(this, () => this.lookingAt(readMounts));

  protected override render(): TemplateResult {
    const mounts = this.#mounts.value;
    if (!this.machine?.isActive || !mounts)
      return html`<p>It does not run: its mounts are those of its mount namespace.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Mounts">
      <table>
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">Type</th>
            <th scope="col">What</th>
            <th scope="col">Options</th>
          </tr>
        </thead>
        <tbody>
          ${mounts.map(
            ({ target, type, source, options }) =>
              html`<tr>
                <th scope="row" class="mono">${target}</th>
                <td>${type}</td>
                <td class="mono wrap">${shortened(source)}</td>
                <td class="mono wrap quiet">${options}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

/** A layer's digest is known by its first twelve digits. */
function shortened(source: string): string {
  return source.replace(/^(sha256:[0-9a-f]{12})[0-9a-f]{52}$/, "$1…");
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-mounts": GhSandboxMounts;
  }
}
