/** What the monitor says about itself: how its figures are measured, and what to do before there are any. */
import { html, type TemplateResult } from "lit";
import { figureNotes } from "./figure-notes.ts";

/** In place of charts while nothing has been measured. */
export function nothingMeasured(): TemplateResult {
  return html`<div class="empty">
    <h2>Nothing has been measured yet</h2>
    <p>
      Boot a guest or start a sandbox: from then on the monitor takes a sample each second, of CPU and memory
      by machine.
    </p>
  </div>`;
}

/** How each figure is measured and what the charts show, folded away. */
export function howMeasured(): TemplateResult {
  return html`<details>
    <summary>How these are measured</summary>
    <dl>
      ${Object.values(figureNotes).map(
        ({ title, how }) =>
          html`<dt>${title}</dt>
            <dd>${how}</dd>`,
      )}
      <dt>Charts</dt>
      <dd>
        Stacked by machine in its colour, the page above the machines in grey, the browser and other programs
        above it while guests wait for a core, what is free up to the dashed line. What is not known is left
        out. In the memory chart the strong part is used inside the machine, the pale part the rest of what is
        reserved; image layers that sandboxes share lie above the machines.
      </dd>
    </dl>
  </details>`;
}
