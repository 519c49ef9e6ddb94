/** The monitor's toolbar: how much of the past is shown, a pause of the display, and the history as a file. */
import { html, type TemplateResult } from "lit";
import type { exportHistory } from "./export-history.ts";
import { timeSpans, type TimeSpan } from "./time-span.ts";

/** What the toolbar shows and calls. */
export interface MonitorToolbar {
  readonly span: TimeSpan;
  /** Whether the display is paused. */
  readonly held: boolean;
  readonly show: (span: TimeSpan) => void;
  readonly hold: () => void;
  readonly save: (format: Parameters<typeof exportHistory>[1]) => void;
}

/** For the top of the view. */
export function monitorToolbar({ span: shown, held, show, hold, save }: MonitorToolbar): TemplateResult {
  return html`
    <div class="toolbar">
      <div class="spans" role="group" aria-label="Time span">
        ${timeSpans.map(
          (span) =>
            html`<button aria-pressed=${span === shown} @click=${() => show(span)}>${span.title}</button>`,
        )}
      </div>
      <button class="hold" aria-pressed=${held} @click=${hold}>
        ${held ? "Resume display" : "Pause display"}
      </button>
      <span class="room"></span>
      <button title="The whole history, one row per sample and machine" @click=${() => save("csv")}>
        Export CSV
      </button>
      <button title="The whole history" @click=${() => save("json")}>Export JSON</button>
    </div>
  `;
}
