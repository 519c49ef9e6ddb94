/**
 * A machine's console with what belongs to it: name and state, verbs, lines, figures. Attaches to the machine's
 * lines; taking the tile away leaves machine and terminal as they are.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Machine, NamedLine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { SampleController } from "../controllers/sample-controller.ts";
import { cpuHow, memoryHow } from "../host-bar/host-figures.ts";
import { icon } from "../icons.ts";
import "../machine-actions/gh-machine-actions.ts";
import { machineFigures } from "../machine-figures.ts";
import "../machine-state/gh-machine-state.ts";
import "../quantity/gh-quantity.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import type { Theme } from "../theme.ts";
import { turn } from "../turns.ts";
import type { Workspace } from "../workspace.ts";
import { consoleTileStyles } from "./console-tile-styles.ts";
import "./gh-tile-banner.ts";

/** The terminal comes in its own file, fetched while the page is idle. */
const consoleElement = () => import("../console/gh-console.ts");

/**
 * `<gh-console-tile .machine=${machine}>`
 *
 * @fires gh-console-focus, gh-console-blur, gh-console-release - From the console within.
 */
@customElement("gh-console-tile")
export class GhConsoleTile extends LitElement {
  static override styles = [base, buttons, consoleTileStyles];

  @property({ attribute: false }) machine?: Machine;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: themeContext, subscribe: true })
  theme?: Theme;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  @state() private lineId: NamedLine["id"] = "console";
  /** Whether the console has the keyboard. */
  @state() private typing = false;
  /** Whether it is this tile's turn to make a terminal. */
  @state() private ready = false;
  /** What the machine calls its window: plain text, often empty. */
  @state() private windowTitle = "";
  #focusWanted = false;

  readonly #sampling = new SampleController(
    this,
    () => this.playground,
    () => this.machine?.id,
  );

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
    void new EvtController(this, () => this.theme?.onDidChange);
    this.addEventListener("gh-console-focus", () => this.#setTyping(true));
    this.addEventListener("gh-console-blur", () => this.#setTyping(false));
  }

  /** Many machines may come at once: each tile is first built in a turn of its own, and its terminal in later ones. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await turn();
    await super.scheduleUpdate();
  }

  protected override firstUpdated(): void {
    void this.#prepare();
  }

  /** Gives the keyboard to the console, as soon as there is one. */
  override focus(): void {
    const console = this.renderRoot.querySelector("gh-console");
    this.#focusWanted = console === null;
    console?.focus();
  }

  protected override updated(): void {
    if (!this.#focusWanted || !this.ready) return;
    const console = this.renderRoot.querySelector("gh-console");
    if (!console) return;
    this.#focusWanted = false;
    void console.updateComplete.then(() => console.focus());
  }

  /** Making a terminal and drawing it first are a good part of a long task each. */
  async #prepare(): Promise<void> {
    const [{ terminalOf }] = await Promise.all([consoleElement(), turn()]);
    if (this.machine && this.isConnected) terminalOf(this.machine.lines[0].line);
    await turn();
    this.ready = true;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { machine, workspace } = this;
    if (!machine || !workspace) return nothing;
    return html`<article
      aria-labelledby="name"
      ?data-selected=${workspace.selectedId === machine.id}
      style="--accent: ${accentColor(machine.accent)}"
    >
      ${this.#header(machine, workspace)}
      <div class="screen" role="tabpanel" aria-labelledby="tab-${this.lineId}">${this.#console(machine)}</div>
      <gh-tile-banner .machine=${machine}></gh-tile-banner>
      ${this.#footer(machine)}
    </article>`;
  }

  #header(machine: Machine, workspace: Workspace): TemplateResult {
    return html`<header
      draggable="true"
      @dragstart=${this.#drag}
      @dblclick=${() => workspace.toggleMaximised(machine)}
    >
      <h2 id="name">${machine.name}</h2>
      <span class="system">${machine.system} · ${machine.memoryMiB} MiB</span>
      <gh-machine-state state=${machine.state}></gh-machine-state>
      <span class="window" title=${this.windowTitle || nothing}>${this.windowTitle}</span>
      <div role="tablist" aria-label="Lines of ${machine.name}" @keydown=${this.#changeLine}>
        ${machine.lines.map((line) => this.#tab(line))}
      </div>
      <div class="actions" @dblclick=${stop}>
        <gh-machine-actions .machine=${machine}></gh-machine-actions>
        ${workspace.mode === "tabs" ? nothing : this.#maximise(machine, workspace)}
      </div>
    </header>`;
  }

  #maximise(machine: Machine, workspace: Workspace): TemplateResult {
    const maximised = workspace.maximisedId === machine.id;
    return html`<button
      class="icon maximise"
      aria-label="${maximised ? "Restore size of" : "Maximise"} ${machine.name}"
      title=${maximised ? "Restore size" : "Maximise"}
      aria-pressed=${maximised}
      @click=${() => workspace.toggleMaximised(machine)}
    >
      ${icon(maximised ? "restore" : "maximise")}
    </button>`;
  }

  #tab({ id, title }: NamedLine): TemplateResult {
    const selected = id === this.lineId;
    return html`<button
      role="tab"
      id="tab-${id}"
      aria-selected=${selected}
      tabindex=${selected ? 0 : -1}
      @click=${() => (this.lineId = id)}
      @dblclick=${stop}
      title=${title}
    >
      ${title === "Kernel messages" ? html`<span>Kernel<span class="wide"> messages</span></span>` : title}
    </button>`;
  }

  #console(machine: Machine): TemplateResult | typeof nothing {
    const named = machine.lines.find(({ id }) => id === this.lineId);
    if (!named || !this.ready) return nothing;
    return html`<gh-console
      .line=${named.line}
      .label="${named.title} of ${machine.name}"
      .theme=${this.theme?.resolved ?? "light"}
      .interactive=${named.id === "console"}
      @gh-console-title=${({ detail }: CustomEvent<{ title: string }>) => (this.windowTitle = detail.title)}
    ></gh-console>`;
  }

  #footer(machine: Machine): TemplateResult {
    const { cpu, memoryUsed } = machineFigures(machine, this.#sampling.sample);
    return html`<footer>
      <gh-quantity
        reachable
        class="cpu"
        label="CPU"
        value=${cpu}
        rest="of a core"
        how=${cpuHow}
      ></gh-quantity>
      <span class="dot">·</span>
      <gh-quantity
        reachable
        class="memory"
        label="Memory"
        value=${memoryUsed}
        rest="of ${machine.memoryMiB} MiB used"
        how=${memoryHow}
      ></gh-quantity>
      <span class="gap"></span>
      ${this.typing ? html`<span class="release"><kbd>Ctrl+Alt+G</kbd> releases the keyboard</span>` : nothing}
    </footer>`;
  }

  #setTyping(typing: boolean): void {
    this.typing = typing;
    if (typing && this.machine) this.workspace?.notice(this.machine);
  }

  readonly #changeLine = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    const other = this.machine?.lines.find(({ id }) => id !== this.lineId);
    if (!other) return;
    this.lineId = other.id;
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>("[role=tab][aria-selected=true]")?.focus(),
    );
  };

  readonly #drag = (event: DragEvent): void => {
    if (!this.machine || !event.dataTransfer) return;
    event.dataTransfer.setData(draggedMachine, this.machine.id);
    event.dataTransfer.effectAllowed = "move";
  };
}

/** What a dragged tile carries: its machine's id. */
export const draggedMachine = "application/x-guesthouse-machine";

function stop(event: Event): void {
  event.stopPropagation();
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-console-tile": GhConsoleTile;
  }
}
