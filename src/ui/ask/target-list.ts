/**
 * Whom to ask, as boxes to tick: the host and the machines that run. Those that do not run are named and cannot answer.
 */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Asked } from "../../playground/ask/ask.ts";
import type { Playground } from "../../playground/playground.ts";
import { accentColor } from "../styles/tokens.ts";

/** A fieldset. */
export function targetList(
  targets: readonly (Asked & { readonly wanted: boolean })[],
  { machines, hostSystem }: Playground,
  want: (name: string, wanted: boolean) => void,
): TemplateResult {
  const accents = new Map(machines.map(({ id, accent }) => [id as string, accentColor(accent)]));
  const silent = machines.filter(({ state }) => state !== "running");
  const hostNote = hostSystem.host ? "host's kernel" : "boots the host's kernel";
  return html`<fieldset>
    <legend>Whom to ask</legend>
    ${targets.map(
      ({ id, name, kind, wanted }) =>
        html`<label style="--accent: ${accents.get(id) ?? "var(--gh-page)"}">
          <input
            type="checkbox"
            .checked=${live(wanted)}
            @change=${(event: Event & { currentTarget: HTMLInputElement }) => want(name, event.currentTarget.checked)}
          />
          <span>${name}</span> <small>${kind === "host" ? hostNote : kind}</small>
        </label>`,
    )}
    ${silent.map(
      ({ name, state, accent }) =>
        html`<label style="--accent: ${accentColor(accent)}" class="silent">
          <input type="checkbox" disabled /> <span>${name}</span> <small>${state.replace("-", " ")}</small>
        </label>`,
    )}
  </fieldset>`;
}
