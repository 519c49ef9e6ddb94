/**
 * The machines, in order of creation. On a phone, a strip of chips that scrolls sideways.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { hostPlace } from "../place.ts";
import { base } from "../styles/shared.ts";
import "./gh-host-row.ts";
import "./gh-machine-row.ts";

/** A navigation landmark named "Machines". */
@customElement("gh-machine-list")
export class GhMachineList extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        overflow: hidden auto;
        padding: 8px;
        scrollbar-width: thin;
      }
      h2 {
        display: flex;
        justify-content: space-between;
        margin: 2px 8px 6px 6px;
        color: var(--gh-quiet);
        font-size: var(--gh-text-s);
        font-weight: 600;
      }
      ul {
        display: flex;
        flex-direction: column;
        gap: 2px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li.host {
        margin-top: 4px;
        padding-top: 4px;
        border-top: 1px solid var(--gh-border);
      }
      p {
        margin: 10px 6px;
        color: var(--gh-quiet);
        font-size: var(--gh-text-m);
        line-height: 1.5;
      }
      kbd {
        font: var(--gh-text-s) var(--gh-mono);
      }
      @media (max-width: 720px) {
        :host {
          overflow: auto hidden;
          padding: 5px 8px;
          scrollbar-width: none;
        }
        ul {
          flex-direction: row;
          gap: 6px;
        }
        li.host {
          margin: 0;
          padding: 0;
          border: 0;
        }
        h2 {
          position: absolute;
          width: 1px;
          height: 1px;
          margin: 0;
          overflow: hidden;
          clip-path: inset(50%);
        }
        p {
          display: none;
        }
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.onDidChangeMachines);
  }

  /** Puts the focus on a machine's row, or the host's. */
  focusMachine(id: string): void {
    for (const row of this.renderRoot.querySelectorAll("gh-machine-row"))
      if (row.machine?.id === id) row.focus();
    if (id === hostPlace.id) this.renderRoot.querySelector("gh-host-row")?.focus();
  }

  protected override render(): TemplateResult {
    const machines = this.playground?.machines ?? [];
    return html`<nav aria-labelledby="heading">
      <h2 id="heading">Machines <span>${machines.length}</span></h2>
      ${
        machines.length === 0
          ? html`<p>None yet. Press <kbd>n</kbd> for a guest, <kbd>s</kbd> for a sandbox.</p>`
          : ""
      }
      ${this.#rows(machines)}
    </nav>`;
  }

  #rows(machines: readonly Machine[]): TemplateResult {
    return html`<ul role="list">
      ${repeat(
        machines,
        ({ id }) => id,
        (machine) => html`<li><gh-machine-row .machine=${machine}></gh-machine-row></li>`,
      )}
      <li class="host"><gh-host-row></gh-host-row></li>
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-list": GhMachineList;
  }
}
