/**
 * Breaks a machine on purpose and shows what its defences did. Asks first where something is lost. What goes on when
 * the dialog is closed goes on; it is there when the dialog is opened again.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { attacksOn, type Attack, type AttackKind } from "../../playground/break-it/attack.ts";
import {
  attackSessionOf,
  type AttackSession,
  type AttackTarget,
} from "../../playground/break-it/attack-session.ts";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";
import { breakItStyles } from "./break-it-styles.ts";
import "./gh-attack-report.ts";
import { endWords } from "./report-words.ts";

/** Closed until `show`. */
@customElement("gh-break-it-dialog")
export class GhBreakItDialog extends LitElement {
  static override styles = [base, buttons, dialogs, breakItStyles];

  @consume({ context: playgroundContext, subscribe: true })
  @property({ attribute: false })
  playground?: Playground;

  @consume({ context: commandsContext, subscribe: true })
  @property({ attribute: false })
  commands?: Commands;

  @state() private machine: Machine | null = null;
  @state() private open = false;
  /** What is asked about. */
  @state() private asked: { readonly kind: AttackKind; readonly target: AttackTarget } | null = null;
  @state() private refusal = "";
  /** The entry whose buttons change under the keyboard. */
  #keeps: string | null = null;

  constructor() {
    super();
    void new EvtController(this, () => this.#session?.onDidChange);
    void new EvtController(this, () => this.machine?.onDidChange);
  }

  /** Opens it for `machine`. */
  show(machine: Machine): void {
    this.machine = machine;
    this.asked = null;
    this.refusal = "";
    this.open = true;
  }

  get #session(): AttackSession | undefined {
    return this.playground && attackSessionOf(this.playground);
  }

  // The button that was pressed may have given way to others.
  protected override updated(): void {
    if (this.#keeps === null) return;
    this.renderRoot.querySelector<HTMLElement>(`li[data-entry="${this.#keeps}"] button`)?.focus();
    this.#keeps = null;
  }

  protected override render(): TemplateResult {
    const name = this.machine?.name ?? "";
    return html`<wa-dialog
      label="Break ${name}"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${() => (this.open = false)}
    >
      <div class="head">
        <h2>Break ${name}</h2>
        <button class="icon" aria-label="Close" @click=${() => (this.open = false)}>${icon("close")}</button>
      </div>
      ${this.open && this.machine && this.#session ? this.#body(this.machine, this.#session) : nothing}
    </wa-dialog>`;
  }

  #body(machine: Machine, session: AttackSession): TemplateResult {
    const { progress, report } = session;
    return html`<div class="body">
      <p class="quiet">
        Each is done by a shell beside its consoles, watched, and ended. The other machines are asked before
        and meanwhile.
      </p>
      <ul class="attacks" aria-label="What can be done to ${machine.name}">
        ${attacksOn(machine.kind).map((kind) => this.#entry(session, kind, machine))}
        ${machine.kind === "sandbox" ? this.#entry(session, "panic", "host") : nothing}
      </ul>
      ${
        progress
          ? html`<div class="running">
              <button ?disabled=${progress.stopping} @click=${() => session.stop()}>
                ${progress.stopping ? "Stopping…" : "Stop"}
              </button>
              <span role="status">${progress.attack.title} in ${progress.machine}: ${progress.words}</span>
            </div>`
          : nothing
      }
      <p class="refusal" role="alert">${this.refusal}</p>
      <gh-attack-report .report=${progress ? null : report}></gh-attack-report>
    </div>`;
  }

  #entry(session: AttackSession, kind: AttackKind, target: AttackTarget): TemplateResult {
    const attack = session.attack(kind, target);
    const title = target === "host" ? "Panic, by the host" : attack.title;
    const asked = this.asked?.kind === kind && this.asked.target === target;
    return html`<li data-entry=${entryOf(kind, target)}>
      <span><b>${title}</b><br /><span class="quiet">${asked ? attack.loss : attack.line}</span></span>
      ${
        asked
          ? html`<span class="answers"
              ><button @click=${() => this.#ask(null, kind, target)}>Cancel</button
              ><button class="danger" @click=${() => void this.#run(session, kind, target)}>
                ${title}
              </button></span
            >`
          : html`<button
              class=${attack.loss === null ? "" : "danger"}
              aria-label="${attack.loss === null ? "Do it" : "Do it…"}: ${title}. ${attack.line}"
              aria-disabled=${session.progress !== null || !canSuffer(target)}
              @click=${() => this.#choose(session, attack, target)}
            >
              ${attack.loss === null ? "Do it" : "Do it…"}
            </button>`
      }
    </li>`;
  }

  #choose(session: AttackSession, { kind, loss }: Attack, target: AttackTarget): void {
    // They can be reached all the same: the keyboard would be nowhere when one began.
    if (session.progress !== null || !canSuffer(target)) return;
    if (loss === null) void this.#run(session, kind, target);
    else this.#ask({ kind, target }, kind, target);
  }

  #ask(asked: typeof this.asked, kind: AttackKind, target: AttackTarget): void {
    this.asked = asked;
    this.#keeps = entryOf(kind, target);
  }

  async #run(session: AttackSession, kind: AttackKind, target: AttackTarget): Promise<void> {
    if (this.asked !== null) this.#ask(null, kind, target);
    this.refusal = "";
    const outcome = await this.commands?.attempt(
      () => session.run(kind, target),
      (report) => `${report.title} in ${report.machine} ${endWords(report)}.`,
    );
    if (typeof outcome === "string") this.refusal = outcome;
  }
}

function entryOf(kind: AttackKind, target: AttackTarget): string {
  return target === "host" ? `${kind}-host` : kind;
}

function canSuffer(target: AttackTarget): boolean {
  return target === "host" || target.state === "running";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-break-it-dialog": GhBreakItDialog;
  }
  interface HTMLElementEventMap {
    "gh-break-it": CustomEvent<Machine>;
  }
}
