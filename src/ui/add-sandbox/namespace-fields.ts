/**
 * The switches of the dialog that say which namespaces a new sandbox shares with the host, and what leaks then. Those that
 * its kind or confinement decides cannot be switched, and say so.
 */
import { html, type TemplateResult } from "lit";
import type { NamespaceKind } from "../../sandbox/abi/process-calls.ts";
import { heldNamespaces } from "../../sandbox/runtime/shared-namespaces.ts";
import type { Confinement, SandboxKind } from "../../sandbox/runtime/sandbox-options.ts";
import { namespaceKindsShown, namespaceWords } from "../namespace-words.ts";

/** What the form says so far. */
export interface NamespaceChoice {
  readonly kind: SandboxKind;
  readonly confinement: Confinement;
  readonly shared: ReadonlySet<NamespaceKind>;
}

/** The seven switches. */
export function namespaceFields({ kind, confinement, shared }: NamespaceChoice): TemplateResult {
  return html`<fieldset class="namespaces" id="share">
    <legend>Namespaces</legend>
    ${namespaceKindsShown.map((namespace) => {
      const fixed = kind === "application" ? fixedBy(confinement, namespace) : null;
      const isShared = fixed ? fixed.whose === "host" : shared.has(namespace);
      const { of, leak } = namespaceWords[namespace];
      return html`<label class="namespace">
        <input
          type="checkbox"
          role="switch"
          name="share"
          value=${namespace}
          aria-describedby="share-${namespace}"
          ?disabled=${fixed !== null}
        />
        <span class="mono">${namespace}<span class="visually-hidden"> of the host</span></span>
        <strong class="whose">${isShared ? "the host’s" : "own"}</strong>
        <small id="share-${namespace}">${fixed?.why ?? (isShared ? leak : of)}</small>
      </label>`;
    })}
  </fieldset>`;
}

function fixedBy(
  confinement: Confinement,
  namespace: NamespaceKind,
): { readonly whose: "own" | "host"; readonly why: string } | null {
  if (!heldNamespaces[confinement].includes(namespace))
    return { whose: "host", why: `${confinement} has the host’s: ${namespaceWords[namespace].leak}` };
  if (namespace === "mnt")
    return { whose: "own", why: `${confinement} is put together by mounts of its own` };
  return null;
}
