/** The processes of a sandbox as the host sees them, each with its number here and there. */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { readProcesses, type ProcessReport } from "../../sandbox/runtime/inspect/processes.ts";
import { formatFineMiB, notAvailable } from "../format.ts";
import { DetailsSection } from "./details-section.ts";
import { InspectController } from "./inspect-controller.ts";

/** `<gh-sandbox-processes .machine=${machine}>` */
@customElement("gh-sandbox-processes")
export class GhSandboxProcesses extends DetailsSection {
  readonly #processes = new InspectController(this, () =>
    this.machine?.isActive
      ? this.looking(readProcesses(this.machine.sandbox.config.linux.cgroupsPath))
      : null,
  );

  protected override render(): TemplateResult {
    const processes = this.#processes.value;
    if (!this.machine?.isActive || !processes) return html`<p>It does not run: it has no processes.</p>`;
    return html`<p>
        The same processes have two numbers: the host’s, and the one in the sandbox’s pid namespace.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Processes">
        <table>
          <thead>
            <tr>
              <th scope="col" class="figure">Host pid</th>
              <th scope="col" class="figure">Inner pid</th>
              <th scope="col" class="figure">Host uid</th>
              <th scope="col">State</th>
              <th scope="col" class="figure">CPU time</th>
              <th scope="col" class="figure">Memory</th>
              <th scope="col">Command</th>
            </tr>
          </thead>
          <tbody>
            ${repeat(processes, ({ pid }) => pid, row)}
          </tbody>
        </table>
      </div>`;
  }
}

function row({ pid, innerPid, uid, state, cpuMs, residentKiB, command }: ProcessReport): TemplateResult {
  const memory = residentKiB === null ? notAvailable : `${formatFineMiB(residentKiB * 1024)} MiB`;
  return html`<tr>
    <td class="figure">${pid}</td>
    <td class="figure">${innerPid}</td>
    <td class="figure">${uid}</td>
    <td title=${states[state] ?? ""}>${state}</td>
    <td class="figure">${(cpuMs / 1000).toFixed(2)} s</td>
    <td class="figure">${memory}</td>
    <td class="mono wrap">${command}</td>
  </tr>`;
}

/** As in ps(1). */
const states: Readonly<Record<string, string>> = {
  R: "running or runnable",
  S: "sleeping",
  D: "sleeping, not to be interrupted",
  T: "stopped",
  Z: "zombie: ended, not yet waited for",
};

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-processes": GhSandboxProcesses;
  }
}
