/** Fields of the dialog for a new sandbox. */
import { html, type TemplateResult } from "lit";
import type { Confinement, SandboxKind } from "../../sandbox/runtime/sandbox-options.ts";
import { confinementWords, sharableNamespaces } from "./sandbox-form.ts";

/** A control with its label. */
export function field(id: string, label: string, control: TemplateResult): TemplateResult {
  return html`<label for=${id}>${label}</label>${control}`;
}

const profiles: readonly Confinement[] = ["portal", "confined", "none"];

/** How an application is held, with what that means. */
export function confinementField(chosen: string): TemplateResult {
  const profile = profiles.find((each) => each === chosen) ?? "portal";
  return html`<label for="confinement">Confinement</label>
    <select id="confinement" name="confinement" aria-describedby="confinement-hint">
      ${profiles.map((each) => html`<option value=${each}>${each}</option>`)}
    </select>
    <p class="hint" id="confinement-hint">${confinementWords[profile]}</p>`;
}

/** What is seldom asked for, folded away. */
export function moreFields(kind: SandboxKind): TemplateResult {
  return html`<details>
    <summary>Limits, user, command, namespaces</summary>
    <div class="more">
      ${field("cpus", "CPUs", html`<div class="unit"><input id="cpus" name="cpus" type="number" inputmode="decimal" min="0.01" step="0.01" placeholder="no limit" /> cores at most (cpu.max)</div>`)}
      ${field("weight", "CPU weight", html`<div class="unit"><input id="weight" name="weight" type="number" inputmode="numeric" min="1" max="10000" placeholder="100" /> beside the others (cpu.weight)</div>`)}
      ${field("pids", "Processes", html`<div class="unit"><input id="pids" name="pids" type="number" inputmode="numeric" min="1" value="256" /> at most; empty is no limit</div>`)}
      ${field("user", "User", html`<input id="user" name="user" autocomplete="off" spellcheck="false" placeholder="the image’s" />`)}
      ${field("command", "Command", html`<input id="command" name="command" class="mono" autocomplete="off" spellcheck="false" placeholder="the image’s" />`)}
      <label for="env" class="top">Environment</label>
      <textarea
        id="env"
        name="env"
        spellcheck="false"
        rows="2"
        placeholder="NAME=value, one a line"
      ></textarea>
      <span></span>
      <label class="check"><input type="checkbox" name="read-only" /> Read-only root file system</label>
      <span class="top" id="share">Share</span>
      <fieldset aria-labelledby="share">
        ${sharableNamespaces.map(
          ({ kind: namespace, words }) =>
            html`<label class="check"
              ><input type="checkbox" name="share" value=${namespace} />
              <span
                >${namespace}
                <small>${kind === "system" ? words : `where it has its own: ${words}`}</small></span
              ></label
            >`,
        )}
      </fieldset>
    </div>
  </details>`;
}
