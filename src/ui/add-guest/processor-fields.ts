/** Fields of the dialog for a new guest that are about its processor. */
import { html, type TemplateResult } from "lit";
import { isHypervisorKind } from "../../guest/hypervisor-kind.ts";
import { hypervisorWords } from "../hypervisor-words.ts";

/** Hypervisor, with what the chosen one does, cap and weight. */
export function processorFields(chosen: string): TemplateResult {
  const { line } = hypervisorWords[isHypervisorKind(chosen) ? chosen : "type2"];
  return html`<label for="hypervisor">Hypervisor</label>
    <select id="hypervisor" name="hypervisor" aria-describedby="hypervisor-hint">
      ${Object.entries(hypervisorWords).map(([kind, { title }]) => html`<option value=${kind}>${title}</option>`)}
    </select>
    <p class="hint" id="hypervisor-hint">${line}</p>
    <label for="cap">CPU cap</label>
    <div class="unit">
      <input
        id="cap"
        name="cap"
        type="number"
        inputmode="decimal"
        min="5"
        max="100"
        step="any"
        placeholder="none"
      />
      % of a core
    </div>
    <label for="weight">CPU weight</label>
    <div class="unit">
      <input
        id="weight"
        name="weight"
        type="number"
        inputmode="numeric"
        min="1"
        max="10000"
        step="1"
        placeholder="100"
      />
      beside other guests
    </div>`;
}
