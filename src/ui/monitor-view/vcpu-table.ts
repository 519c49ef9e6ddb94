/** How the vCPUs of a type 1 hypervisor spent the last second, as a table: legend of the timeline and its text. */
import { html, type TemplateResult } from "lit";
import { formatPercent } from "../format.ts";
import type { VcpuShares } from "./core-timeline.ts";

/** A row for each vCPU; `color` is a guest's own. */
export function vcpuTable(vcpus: readonly VcpuShares[], color: (guest: string) => string): TemplateResult {
  return html`<div class="scroll" role="region" aria-label="Time of each vCPU" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">vCPU of</th>
          <th scope="col" title="Who gets how much when they all want it">Weight</th>
          <th scope="col" title="It had the core">Run</th>
          <th scope="col" title="It was due, and others had the core">Wait</th>
          <th scope="col" title="It was due, and its cap kept it from the core">Parked</th>
          <th scope="col" title="It had nothing to do, or was paused">Idle</th>
          <th scope="col" title="Times it got the core, in the trace">Runs</th>
          <th scope="col" title="Its longest stretch on the core, in the trace">Longest run</th>
        </tr>
      </thead>
      <tbody>
        ${vcpus.map(
          ({ guest, weight, run, wait, parked, idle, runs, longestMs }) =>
            html`<tr>
              <th scope="row"><i style="background: ${color(guest)}"></i>${guest}</th>
              <td>${weight}</td>
              ${[run, wait, parked, idle].map((share) => html`<td>${formatPercent(share)}</td>`)}
              <td>${runs}</td>
              <td>${longestMs.toFixed(1)} ms</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
