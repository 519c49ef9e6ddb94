/**
 * What the cgroup of a sandbox has counted since it was started: throttled time, memory and pids events, read once a
 * second from its files while they are seen.
 */
import { LitElement, css, html, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import type { SandboxMachine } from "../../playground/sandbox-machine.ts";
import { readControlFiles } from "../../sandbox/runtime/inspect/control-files.ts";
import { InspectController } from "../sandbox-details/inspect-controller.ts";
import { base } from "../styles/shared.ts";
import { cgroupEvents, eventFiles } from "./cgroup-events.ts";

/** `<gh-cgroup-events .machine=${sandbox} .playground=${playground}>` */
@customElement("gh-cgroup-events")
export class GhCgroupEvents extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
        padding: 8px 12px;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
        background: var(--gh-surface);
      }
      h3 {
        margin: 0 0 4px;
        font-size: var(--gh-text-m);
        font-weight: 600;
      }
      p {
        margin: 0;
        color: var(--gh-quiet);
      }
      table {
        font-size: var(--gh-text-s);
      }
      th,
      td {
        padding: 3px 8px 3px 0;
        font-weight: 400;
        text-align: start;
        vertical-align: baseline;
      }
      tr + tr {
        border-top: 1px solid var(--gh-border);
      }
      th {
        font-family: var(--gh-mono);
        overflow-wrap: anywhere;
      }
      .count {
        font-variant-numeric: tabular-nums;
        text-align: end;
        white-space: nowrap;
      }
      .meaning {
        color: var(--gh-quiet);
      }
    `,
  ];

  @property({ attribute: false }) machine?: SandboxMachine;
  @property({ attribute: false }) playground?: Playground;

  readonly #files = new InspectController(this, () => {
    const host = this.playground?.hostSystem.host;
    if (!host || !this.machine?.isActive) return null;
    return { host, inspection: readControlFiles(this.machine.sandbox.config.linux.cgroupsPath, eventFiles) };
  });

  protected override render(): TemplateResult {
    const files = this.#files.value;
    return html`<h3>What its cgroup has counted</h3>
      ${
        files && this.machine?.isActive
          ? html`<table>
              <tbody>
                ${cgroupEvents(files).map(
                  ({ file, key, count, meaning }) =>
                    html`<tr>
                      <th scope="row">${file} ${key}</th>
                      <td class="count">${count}</td>
                      <td class="meaning">${meaning}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
          : html`<p>A sandbox has a cgroup while it runs; its counts begin anew with each start.</p>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-cgroup-events": GhCgroupEvents;
  }
}
