/** The namespaces of a sandbox, and which of them are the host's. */
import { html, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { readNamespaces, type NamespaceReport } from "../../sandbox/runtime/inspect/namespaces.ts";
import { namespaceKindsShown, namespaceWords } from "../namespace-words.ts";
import { DetailsSection } from "./details-section.ts";
import { InspectController } from "./inspect-controller.ts";

/** `<gh-sandbox-namespaces .machine=${machine}>` */
@customElement("gh-sandbox-namespaces")
export class GhSandboxNamespaces extends DetailsSection {
  readonly #namespaces = new InspectController(this, () => this.lookingAt(readNamespaces));

  protected override render(): TemplateResult {
    const namespaces = this.#namespaces.value;
    if (!this.machine?.isActive || !namespaces)
      return html`<p>It does not run: namespaces live as long as a process is in them.</p>`;
    return html`<p>
        What its first process is in, by the links in
        <span class="mono">/proc/${this.machine.sandbox.pid}/ns</span>. The same inode number is the same
        namespace.
      </p>
      <p>${summary(namespaces)}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="Namespaces">
        <table>
          <thead>
            <tr>
              <th scope="col">Namespace</th>
              <th scope="col">Whose</th>
              <th scope="col" class="figure">Inode</th>
              <th scope="col" class="figure">Host’s inode</th>
              <th scope="col">Keeps apart, or leaks</th>
            </tr>
          </thead>
          <tbody>
            ${namespaceKindsShown.flatMap((kind) => namespaces.filter((each) => each.kind === kind).map(row))}
          </tbody>
        </table>
      </div>`;
  }
}

function summary(namespaces: readonly NamespaceReport[]): TemplateResult {
  const shared = namespaceKindsShown.filter((kind) =>
    namespaces.some((each) => each.kind === kind && each.shared),
  );
  if (shared.length === 0) return html`Shares none of them with the host.`;
  return html`Shares with the host: <strong>${shared.join(", ")}</strong>.`;
}

function row({ kind, inode, hostInode, shared }: NamespaceReport): TemplateResult {
  return html`<tr>
    <th scope="row" class="mono">${kind}</th>
    <td>${shared ? html`<strong>shared with the host</strong>` : "own"}</td>
    <td class="figure mono">${inode}</td>
    <td class="figure mono">${hostInode}</td>
    <td class="quiet">${shared ? namespaceWords[kind].leak : namespaceWords[kind].of}</td>
  </tr>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-namespaces": GhSandboxNamespaces;
  }
}
