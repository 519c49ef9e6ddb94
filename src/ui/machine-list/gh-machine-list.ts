/**
 * The machines, in order of creation. On a phone, a strip of chips that scrolls sideways.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext } from "../contexts.ts";
import { ArrivalsController } from "../controllers/arrivals-controller.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { FocusWish } from "../focus-wish.ts";
import { FrameTask } from "../frame-task.ts";
import { hostPlace } from "../place.ts";
import { base } from "../styles/shared.ts";
import "./gh-host-row.ts";
import { GhMachineRow } from "./gh-machine-row.ts";
import { listRuns, wholeRows, type ListRun, type ListView } from "./list-window.ts";

/** Space after a row, along the list, in CSS pixels. */
const betweenPx = 2;

/** A row or a gap, by what it is known again. */
interface Item {
  readonly key: string;
  readonly item: TemplateResult;
}

/** A navigation landmark named "Machines". Of a long list, what is in sight is built. */
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
        gap: ${betweenPx}px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        flex: none;
      }
      li.row {
        min-height: 56px;
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
        }
        li.row {
          min-width: 130px;
          min-height: 38px;
          padding-inline-end: 4px;
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

  readonly #arrivals = new ArrivalsController(this);
  readonly #looking = new FrameTask(() => this.#look());
  readonly #sized = new ResizeObserver(() => this.#looking.ask());
  #view: ListView = { startPx: 0, lengthPx: 900, rowPx: 58 };
  /** What is built. */
  #runs: readonly ListRun[] = [];
  /** Whose row has the keyboard, or is to have it as soon as it is built. */
  #pinned: string | null = null;
  readonly #focusWish = new FocusWish();

  constructor() {
    super();
    void new EvtController(
      this,
      () => this.playground?.onDidChangeMachines,
      () => this.#arrivals.look(),
    );
    this.addEventListener("scroll", () => this.#looking.ask(), { passive: true });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sized.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sized.disconnect();
    this.#looking[Symbol.dispose]();
    this.#focusWish.end();
  }

  /** Puts the focus on a machine's row, or the host's, as soon as it is built. */
  focusMachine(id: string): void {
    if (id === hostPlace.id) {
      this.renderRoot.querySelector("gh-host-row")?.focus();
      return;
    }
    this.#pinned = id;
    this.#focusWish.begin();
    this.requestUpdate();
  }

  protected override updated(): void {
    // Rows of another length, or another number of them, may come into sight.
    this.#looking.ask();
    if (!this.#focusWish.isOpen) return;
    const row = [...this.renderRoot.querySelectorAll("gh-machine-row")].find(
      ({ machine }) => machine?.id === this.#pinned,
    );
    if (row) void row.updateComplete.then(() => this.#focusWish.end() && row.focus());
    // A machine may be gone before its row is built.
    else if (!this.playground?.machines.some(({ id }) => id === this.#pinned)) this.#focusWish.end();
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
      <ul role="list" @focusin=${this.#pin} @focusout=${this.#unpin}>
        ${repeat(
          this.#items(machines),
          ({ key }) => key,
          ({ item }) => item,
        )}
        <li class="host"><gh-host-row></gh-host-row></li>
      </ul>
    </nav>`;
  }

  #items(machines: readonly Machine[]): readonly Item[] {
    this.#runs = this.#wantedRuns(machines);
    return this.#runs.flatMap((run) =>
      run.kind === "gap"
        ? [this.#gap(run)]
        : machines.slice(run.from, run.to).map((machine, at) => this.#row(machine, run.from + at)),
    );
  }

  #wantedRuns(machines: readonly Machine[]): readonly ListRun[] {
    const pinned = this.#pinned === null ? -1 : machines.findIndex(({ id }) => id === this.#pinned);
    return listRuns(machines.length, this.#view, pinned < 0 ? null : pinned);
  }

  #gap({ from, to }: ListRun): Item {
    const style = `flex-basis: ${(to - from) * this.#view.rowPx - betweenPx}px`;
    return { key: `gap before ${to}`, item: html`<li class="gap" role="presentation" style=${style}></li>` };
  }

  #row(machine: Machine, index: number): Item {
    const row = this.#arrivals.admits(machine.id)
      ? html`<gh-machine-row .machine=${machine}></gh-machine-row>`
      : nothing;
    const count = this.playground?.machines.length;
    const item = html`<li class="row" aria-setsize=${count ?? nothing} aria-posinset=${index + 1}>
      ${row}
    </li>`;
    return { key: machine.id, item };
  }

  readonly #pin = ({ target }: FocusEvent): void => {
    this.#pinned = (target instanceof GhMachineRow && target.machine?.id) || null;
  };

  readonly #unpin = (): void => {
    if (!this.#focusWish.isOpen) this.#pinned = null;
  };

  /** Has built what came into sight. */
  #look(): void {
    const machines = this.playground?.machines ?? [];
    if (machines.length <= wholeRows) return;
    const sideways = getComputedStyle(this).overflowY === "hidden";
    const lengths = [...this.renderRoot.querySelectorAll<HTMLElement>("li.row")]
      .map((row) => (sideways ? row.offsetWidth : row.offsetHeight) + betweenPx)
      .toSorted((a, b) => a - b);
    this.#view = {
      startPx: sideways ? this.scrollLeft : this.scrollTop,
      lengthPx: sideways ? this.clientWidth : this.clientHeight,
      rowPx: lengths[Math.floor(lengths.length / 2)] ?? this.#view.rowPx,
    };
    if (JSON.stringify(this.#wantedRuns(machines)) !== JSON.stringify(this.#runs)) this.requestUpdate();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-list": GhMachineList;
  }
}
