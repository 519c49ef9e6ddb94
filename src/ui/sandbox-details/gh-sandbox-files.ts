/** The layers of a sandbox's image, who shares them, and what the sandbox changed. */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { SandboxMachine } from "../../playground/sandbox-machine.ts";
import type { Digest, Layer } from "../../sandbox/image/image.ts";
import { readChanges, type ChangesReport } from "../../sandbox/runtime/inspect/changes.ts";
import { layerPath } from "../../sandbox/runtime/paths.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatFineMiB } from "../format.ts";
import { DetailsSection } from "./details-section.ts";
import { InspectController } from "./inspect-controller.ts";

/** `<gh-sandbox-files .machine=${machine}>` */
@customElement("gh-sandbox-files")
export class GhSandboxFiles extends DetailsSection {
  readonly #changes = new InspectController(this, () => {
    const sandbox = this.machine?.sandbox;
    if (!sandbox?.config.root) return null;
    const layers = sandbox.image.layers.map(({ digest }) => layerPath(digest));
    return this.looking(readChanges(`${sandbox.bundle}/upper`, layers));
  });

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
  }

  protected override render(): TemplateResult {
    const { machine } = this;
    if (!machine) return html``;
    return html`<h3>Layers of ${machine.sandbox.image.title}</h3>
      <div class="scroll" tabindex="0" role="region" aria-label="Layers">
        <table>
          <thead>
            <tr>
              <th scope="col">Digest</th>
              <th scope="col" class="figure">Size</th>
              <th scope="col">Shared with</th>
            </tr>
          </thead>
          <tbody>
            ${machine.sandbox.image.layers.toReversed().map((layer) => this.#layer(layer))}
          </tbody>
        </table>
      </div>
      <h3>What it changed</h3>
      ${this.#changed(machine, this.#changes.value)}`;
  }

  #layer({ digest, bytes }: Layer): TemplateResult {
    const others = this.#sharers(digest);
    return html`<tr>
      <th scope="row" class="mono" title=${digest}>${digest.slice(0, "sha256:".length + 12)}…</th>
      <td class="figure">${formatFineMiB(bytes)} MiB</td>
      <td class="wrap">
        ${others.length === 0 ? html`<span class="quiet">nobody now</span>` : others.join(", ")}
      </td>
    </tr>`;
  }

  #sharers(digest: Digest): readonly string[] {
    return (this.playground?.machines ?? []).flatMap((other) =>
      other !== this.machine &&
      other instanceof SandboxMachine &&
      other.sandbox.image.layers.some((layer) => layer.digest === digest)
        ? [other.name]
        : [],
    );
  }

  #changed({ sandbox }: SandboxMachine, report: ChangesReport | null): TemplateResult {
    if (!sandbox.config.root)
      return html`<p>It has no root of its own: what it writes goes to the host’s files.</p>`;
    if (!report) return html``;
    if (report.changes.length === 0)
      return html`<p>Nothing: its root is as its image has it. What lies on tmpfs is not counted here.</p>`;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Changes">
        <table>
          <tbody>
            ${report.changes.map(
              ({ how, path, size }) =>
                html`<tr>
                  <td class=${how}>${how}</td>
                  <td class="mono wrap">${path}</td>
                  <td class="figure">${size === null ? "" : `${size} B`}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${report.more ? html`<p>And more.</p>` : ""}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-files": GhSandboxFiles;
  }
}
