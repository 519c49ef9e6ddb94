/**
 * The verbs of one machine: start, pause or resume in one place; shut down; the rest in a menu.
 */
import "@awesome.me/webawesome/dist/components/dropdown/dropdown.js";
import "@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js";
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Machine, MachineVerb } from "../../playground/machine.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Workspace } from "../workspace.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import { turn } from "../turns.ts";
import { mainVerb, menuVerbs, verbHint, verbIcon, verbTitle } from "../verbs.ts";

/** `<gh-machine-actions .machine=${machine}>` */
@customElement("gh-machine-actions")
export class GhMachineActions extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
        gap: 1px;
      }
      wa-dropdown-item {
        font-size: var(--gh-text-m);
        padding: 6px 10px;
      }
      wa-dropdown-item small {
        color: var(--gh-quiet);
      }
      hr {
        width: auto;
        margin: 4px 6px;
        border: 0;
        border-top: 1px solid var(--gh-border);
      }
    `,
  ];

  @property({ attribute: false }) machine?: Machine;
  @consume({ context: commandsContext }) commands?: Commands;
  @consume({ context: workspaceContext }) workspace?: Workspace;
  @consume({ context: playgroundContext }) playground?: Playground;

  /** The menu is made when it is first opened: most never are. */
  @state() private menuWanted = false;

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  /** Many machines may come at once, each in a row and a tile: these are built in turns of their own. */
  protected override async scheduleUpdate(): Promise<void> {
    if (!this.hasUpdated) await turn();
    await super.scheduleUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const machine = this.machine;
    if (!machine) return nothing;
    return html`${this.#button(mainVerb(machine), machine)}${this.#button("shutdown", machine)}
    ${
      this.menuWanted
        ? html`<wa-dropdown open placement="bottom-end" size="s" @wa-select=${this.#select}>
            ${this.#more(machine)}${this.#menu(machine)}
          </wa-dropdown>`
        : this.#more(machine)
    }`;
  }

  /** Opens the menu: the first time by itself, then as the menu's trigger. */
  #more({ name }: Machine): TemplateResult {
    return html`<button
      class="icon"
      slot="trigger"
      aria-label="More actions for ${name}"
      aria-haspopup="menu"
      aria-expanded="false"
      title="More"
      @click=${() => (this.menuWanted = true)}
    >
      ${icon("more")}
    </button>`;
  }

  #button(verb: MachineVerb, machine: Machine): TemplateResult {
    return html`<button
      class="icon"
      data-verb=${verb}
      aria-label="${verbTitle(verb, machine)} ${machine.name}"
      title=${verbHint(verb, machine)}
      ?disabled=${!machine.can(verb)}
      @click=${() => this.commands?.perform(verb, machine)}
    >
      ${icon(verbIcon(verb))}
    </button>`;
  }

  #menu(machine: Machine): TemplateResult {
    const hidden = this.workspace?.isHidden(machine) ?? false;
    const maximised = this.workspace?.maximisedId === machine.id;
    return html`${menuVerbs.map(
        (verb) =>
          html`<wa-dropdown-item
            value=${verb}
            title=${verbHint(verb, machine)}
            variant=${verb === "destroy" || verb === "remove" ? "danger" : "default"}
            ?disabled=${!machine.can(verb)}
            >${verbTitle(verb, machine)}</wa-dropdown-item
          >`,
      )}
      <hr role="separator" />
      <wa-dropdown-item value="details"
        >${this.workspace?.isInspected(machine) ? "Console" : "Details"}<small slot="details"
          >i</small
        ></wa-dropdown-item
      >
      <wa-dropdown-item value="monitor">Monitor</wa-dropdown-item>
      <wa-dropdown-item value="break-it" ?disabled=${machine.state !== "running"}>Break it…</wa-dropdown-item>
      <wa-dropdown-item value="toggle-hidden">${hidden ? "Show console" : "Hide console"}</wa-dropdown-item>
      <wa-dropdown-item value="toggle-maximised" ?disabled=${hidden}
        >${maximised ? "Restore size" : "Maximise"}<small slot="details">z</small></wa-dropdown-item
      >
      <wa-dropdown-item value="earlier" ?disabled=${hidden}
        >Move left<small slot="details">Alt+Shift+←</small></wa-dropdown-item
      >
      <wa-dropdown-item value="later" ?disabled=${hidden}
        >Move right<small slot="details">Alt+Shift+→</small></wa-dropdown-item
      >`;
  }

  readonly #select = ({ detail }: CustomEvent<{ item: { value: string } }>): void => {
    const { machine, workspace } = this;
    if (!machine || !workspace) return;
    switch (detail.item.value) {
      case "details":
        workspace.setInspected(machine, !workspace.isInspected(machine));
        break;
      case "monitor":
        workspace.showMonitor(machine);
        break;
      case "break-it":
        this.dispatchEvent(
          new CustomEvent("gh-break-it", { detail: machine, bubbles: true, composed: true }),
        );
        break;
      case "toggle-hidden":
        workspace.setHidden(machine, !workspace.isHidden(machine));
        break;
      case "toggle-maximised":
        workspace.toggleMaximised(machine);
        break;
      case "earlier":
        this.commands?.moveTile(machine, -1);
        break;
      case "later":
        this.commands?.moveTile(machine, 1);
        break;
      default: {
        const verb = menuVerbs.find((each) => each === detail.item.value);
        if (verb) this.commands?.perform(verb, machine);
      }
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-actions": GhMachineActions;
  }
}
