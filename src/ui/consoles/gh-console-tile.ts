/**
 * A machine's console with what belongs to it: name and state, verbs, lines, figures. Attaches to the machine's
 * lines; taking the tile away leaves machine and terminal as they are.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { MachineSample } from "../../monitor/sample.ts";
import type { Machine, NamedLine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import { SandboxMachine } from "../../playground/sandbox-machine.ts";
import { playgroundContext, themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { SampleController } from "../controllers/sample-controller.ts";
import { kindTitle } from "../hypervisor-words.ts";
import { icon } from "../icons.ts";
import "../machine-actions/gh-machine-actions.ts";
import { machineFigures, memoryLimit, shownFigures, type MachineFigures } from "../machine-figures.ts";
import "../machine-state/gh-machine-state.ts";
import "../quantity/gh-quantity.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import type { Theme } from "../theme.ts";
import type { Workspace } from "../workspace.ts";
import { consoleTileStyles } from "./console-tile-styles.ts";
import { ConsoleTurns } from "./console-turns.ts";
import { carry } from "./dragged-place.ts";
import "./gh-tile-banner.ts";
import { tileTabs } from "./tile-tabs.ts";

type TabId = NamedLine["id"] | "details";

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
  /** What the machine calls its window: plain text, often empty. */
  @state() private windowTitle = "";

  readonly #turns = new ConsoleTurns(this, () => this.machine?.lines[0].line);

  readonly #sampling = new SampleController(
    this,
    () => this.playground,
    () => this.machine?.id,
    (sample) => (this.machine ? shownFigures(this.#read(this.machine, sample)) : ""),
  );

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
    void new EvtController(this, () => this.theme?.onDidChange);
    this.addEventListener("gh-console-focus", () => this.#setTyping(true));
    this.addEventListener("gh-console-blur", () => this.#setTyping(false));
  }

  /** What it is the tile of. */
  get placeId(): string | undefined {
    return this.machine?.id;
  }

  /** Gives the keyboard to the console, as soon as there is one; to the details, where they are shown instead. */
  override focus(): void {
    const shown = this.renderRoot.querySelector<HTMLElement>("gh-guest-details, gh-sandbox-details");
    if (shown) shown.focus();
    else this.#turns.focus();
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
      <div class="screen" role="tabpanel" aria-labelledby="tab-${this.#chosen(machine)}">
        ${workspace.isInspected(machine) ? this.#details(machine) : this.#console(machine)}
      </div>
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
      <span class="kind" title=${kindTitle(machine)}>${icon(machine.kind)}</span>
      <h2 id="name">${machine.name}</h2>
      <span class="system">${machine.system} · ${memoryLimit(machine)}</span>
      <gh-machine-state state=${machine.state}></gh-machine-state>
      <span class="window" title=${this.windowTitle || nothing}>${this.windowTitle}</span>
      ${tileTabs<TabId>(
        [...machine.lines, { id: "details", title: "Details" }],
        this.#chosen(machine),
        `Views of ${machine.name}`,
        (id) => this.#choose(id, machine),
      )}
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

  #chosen(machine: Machine): TabId {
    return this.workspace?.isInspected(machine) ? "details" : this.lineId;
  }

  #choose(id: TabId, machine: Machine): void {
    if (id !== "details") this.lineId = id;
    this.workspace?.setInspected(machine, id === "details");
  }

  #console(machine: Machine): TemplateResult | typeof nothing {
    const named = machine.lines.find(({ id }) => id === this.lineId);
    if (!named || !this.#turns.ready) return nothing;
    return html`<gh-console
      .line=${named.line}
      .label="${named.title} of ${machine.name}"
      .theme=${this.theme?.resolved ?? "light"}
      .interactive=${named.id === "console"}
      @gh-console-title=${({ detail }: CustomEvent<{ title: string }>) => (this.windowTitle = detail.title)}
    ></gh-console>`;
  }

  #details(machine: Machine): TemplateResult {
    if (machine instanceof SandboxMachine) {
      void import("../sandbox-details/gh-sandbox-details.ts");
      return html`<gh-sandbox-details .machine=${machine}></gh-sandbox-details>`;
    }
    void import("../guest-details/gh-guest-details.ts");
    return html`<gh-guest-details .machine=${machine}></gh-guest-details>`;
  }

  #footer(machine: Machine): TemplateResult {
    const figures = this.#read(machine, this.#sampling.sample);
    const { cpu, memoryUsed, memoryRest } = figures;
    return html`<footer>
      <div class="line">
        <gh-quantity
          reachable
          class="cpu"
          label="CPU"
          value=${cpu}
          rest="of a core"
          how=${figures.cpuHow}
        ></gh-quantity>
        <span class="dot">·</span>
        <gh-quantity
          reachable
          class="memory"
          label="Memory"
          value=${memoryUsed}
          rest=${memoryRest}
          how=${figures.memoryHow}
        ></gh-quantity>
        <span class="gap"></span>
        ${this.typing ? html`<span class="release"><kbd>Ctrl+Alt+G</kbd> releases<span class="long"> the keyboard</span></span>` : nothing}
      </div>
    </footer>`;
  }

  #read(machine: Machine, sample: MachineSample | null): MachineFigures {
    return machineFigures(machine, sample, this.playground?.hostSystem.capacity?.capacity ?? null);
  }

  #setTyping(typing: boolean): void {
    this.typing = typing;
    if (typing && this.machine) this.workspace?.notice(this.machine);
  }

  readonly #drag = (event: DragEvent): void => {
    if (!this.machine || !event.dataTransfer) return;
    carry(event.dataTransfer, this.machine);
  };
}

function stop(event: Event): void {
  event.stopPropagation();
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-console-tile": GhConsoleTile;
  }
}
