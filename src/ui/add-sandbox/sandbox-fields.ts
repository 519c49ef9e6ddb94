/** Fields of the dialog for a new sandbox: single ones, and the groups that are folded away. */
import { html, type TemplateResult } from "lit";
import type { Confinement } from "../../sandbox/runtime/sandbox-options.ts";
import { namespaceFields, type NamespaceChoice } from "./namespace-fields.ts";
import { fieldLabels, type FieldName } from "./sandbox-form.ts";

/** Kinds of confinement, each with what it means in a line. */
const confinementWords: Readonly<Record<Confinement, string>> = {
  portal:
    "As Flatpak: a root of its own, /usr and /app read-only, its own data folder, no network, and of the user’s files only those that are granted.",
  confined:
    "As Snap: a read-only root of its own, but the host’s processes and network, and the user’s home without its hidden files.",
  none: "As AppImage: no namespaces at all. It sees and may change whatever the user may.",
};

/** A control with its label. */
export function field(id: FieldName, control: TemplateResult): TemplateResult {
  return html`<label for=${id}>${fieldLabels[id]}</label>${control}`;
}

/** One line of text. */
export function textField(id: FieldName, placeholder: string, mono = false): TemplateResult {
  return field(
    id,
    html`<input
      id=${id}
      name=${id}
      class=${mono ? "mono" : ""}
      autocomplete="off"
      spellcheck="false"
      autocapitalize="off"
      placeholder=${placeholder}
    />`,
  );
}

/** How an application is held, with what that means. */
export function confinementField(chosen: Confinement): TemplateResult {
  const profiles: readonly Confinement[] = ["portal", "confined", "none"];
  return html`${field(
      "confinement",
      html`<select id="confinement" name="confinement" aria-describedby="confinement-hint">
        ${profiles.map((each) => html`<option value=${each}>${each}</option>`)}
      </select>`,
    )}
    <p class="hint" id="confinement-hint">${confinementWords[chosen]}</p>`;
}

/** A text of many lines. */
function linesField(id: FieldName, placeholder: string): TemplateResult {
  return html`<label for=${id} class="top">${fieldLabels[id]}</label>
    <textarea
      id=${id}
      name=${id}
      spellcheck="false"
      autocapitalize="off"
      rows="2"
      placeholder=${placeholder}
    ></textarea>`;
}

function group(title: string, content: TemplateResult): TemplateResult {
  return html`<details>
    <summary>${title}</summary>
    <div class="more">${content}</div>
  </details>`;
}

/** What is seldom asked for, in groups that are folded away. */
export function moreFields(choice: NamespaceChoice): TemplateResult {
  return html`${group(
    "More limits",
    html`${field("cpus", html`<div class="unit"><input id="cpus" name="cpus" type="number" inputmode="decimal" min="0.01" step="0.01" placeholder="no limit" /> cores at most (cpu.max)</div>`)}
    ${field("weight", html`<div class="unit"><input id="weight" name="weight" type="number" inputmode="numeric" min="1" max="10000" placeholder="100" /> beside the others (cpu.weight)</div>`)}
    ${field("pids", html`<div class="unit"><input id="pids" name="pids" type="number" inputmode="numeric" min="1" value="256" /> at most; empty is no limit</div>`)}`,
  )}
  ${group(
    "Program and environment",
    html`${textField("hostname", "its name")} ${textField("user", "the image’s")}
      ${textField("command", "the image’s", true)} ${textField("workdir", "the image’s", true)}
      ${linesField("env", "NAME=value, one a line")}
      <span></span>
      <label class="check"
        ><input type="checkbox" id="init" name="init" />
        <span>A small init is PID 1 <small>before the command; a system has one</small></span></label
      >`,
  )}
  ${group(
    "Files",
    html`<span></span>
      <label class="check"
        ><input type="checkbox" id="read-only" name="read-only" /> Read-only root file system</label
      >
      ${linesField("volumes", "/on/the/host:/inside or …:ro, one a line")}
      ${linesField("tmpfs", "/path or /path:size=1m, one a line")}`,
  )}
  ${group(
    "Network and namespaces",
    html`${field(
      "network",
      html`<select id="network" name="network">
        <option value="none">none but its own loopback</option>
        <option value="veth">veth: a cable to the host, eth0 inside</option>
      </select>`,
    )}
    ${namespaceFields(choice)}`,
  )}`;
}
