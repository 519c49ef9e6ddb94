/**
 * The menu of what concerns the whole page: links to it as it is now.
 */
import "@awesome.me/webawesome/dist/components/dropdown/dropdown.js";
import "@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js";
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { report } from "../../base/report.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, lessonDeskContext, playgroundContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import type { LessonDesk } from "../lessons/lesson-desk.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Workspace } from "../workspace.ts";

const saidMs = 5_000;

/** A button with a menu; what came of a choice is said beside it. */
@customElement("gh-page-menu")
export class GhPageMenu extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      :host {
        position: relative;
        display: inline-flex;
      }
      wa-dropdown-item {
        padding: 6px 10px;
        font-size: var(--gh-text-m);
      }
      .said {
        position: absolute;
        z-index: 3;
        top: calc(100% + 6px);
        right: 0;
        width: max-content;
        max-width: min(22rem, 80vw);
        padding: 8px 12px;
        border: 1px solid var(--gh-border);
        border-radius: var(--gh-radius);
        background: var(--gh-raised);
        box-shadow: var(--gh-shadow);
        font-size: var(--gh-text-m);
      }
    `,
  ];

  @consume({ context: playgroundContext, subscribe: true }) playground?: Playground;
  @consume({ context: workspaceContext, subscribe: true }) workspace?: Workspace;
  @consume({ context: commandsContext }) commands?: Commands;
  @consume({ context: lessonDeskContext, subscribe: true }) desk?: LessonDesk;
  @state() private said: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    void new EvtController(this, () => this.desk?.onDidChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  protected override render(): TemplateResult {
    return html`<wa-dropdown placement="bottom-end" size="s" @wa-select=${this.#select}>
        <button class="icon" slot="trigger" aria-label="Page menu" title="Links to this playground">
          ${icon("more")}
        </button>
        <wa-dropdown-item value="state">Copy link to this playground</wa-dropdown-item>
        <wa-dropdown-item value="lesson" ?disabled=${!this.desk?.open}
          >Copy link to this lesson</wa-dropdown-item
        >
      </wa-dropdown>
      ${this.said === null ? nothing : html`<div class="said">${this.said}</div>`}`;
  }

  readonly #select = ({ detail }: CustomEvent<{ item: { value: string } }>): void => {
    this.#copy(detail.item.value).catch(report);
  };

  async #copy(what: string): Promise<void> {
    const { playground, workspace, desk } = this;
    if (!playground || !workspace || !desk) return;
    const { copyLessonLink, copyStateLink } = await import("../state-link/copy-link.ts");
    const said =
      what === "lesson" && desk.open
        ? await copyLessonLink(desk.open)
        : await copyStateLink({ playground, workspace, desk });
    this.said = said;
    this.commands?.say(said);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.said = null), saidMs);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-page-menu": GhPageMenu;
  }
}
