/**
 * Tells screen readers what changed: a machine's new state, an image that failed, the outcome of a command. Never a
 * figure, never once a second.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { MachineId } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { base } from "../styles/shared.ts";

/** A polite live region; belongs once into the page. */
@customElement("gh-announcer")
export class GhAnnouncer extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext, subscribe: true })
  commands?: Commands;

  @state() private said = "";
  #known = new Map<MachineId, { readonly name: string; readonly state: string }>();

  constructor() {
    super();
    void new MachinesController(
      this,
      () => this.playground,
      () => this.#sayStates(),
    );
    void new EvtController(
      this,
      () => this.commands?.onDidSay,
      (words) => (this.said = words),
    );
  }

  protected override render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" aria-live="polite">${this.said}</div>`;
  }

  #sayStates(): void {
    const machines = this.playground?.machines ?? [];
    const before = this.#known;
    this.#known = new Map(
      machines.map((machine) => [machine.id, { name: machine.name, state: machine.state }]),
    );
    const changed = machines.filter(({ id, state: now }) => before.get(id)?.state !== now);
    const gone = [...before].flatMap(([id, { name }]) => (this.#known.has(id) ? [] : [name]));
    if (changed.length + gone.length === 0) return;
    this.said = [
      ...changed.map((machine) => `${machine.name} is ${machine.state.replace("-", " ")}`),
      ...gone.map((name) => `${name} is removed`),
    ].join(", ");
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-announcer": GhAnnouncer;
  }
}
