/**
 * The host's own console: a root shell on the host kernel, from which all sandboxes are seen. To look at it boots the
 * host; when its kernel has panicked or could not boot, says so and offers to boot it.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import type { HostSystemState } from "../../playground/host-system.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext, themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import "../machine-state/gh-machine-state.ts";
import { hostPlace } from "../place.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Theme } from "../theme.ts";
import type { Workspace } from "../workspace.ts";
import { consoleTileStyles } from "./console-tile-styles.ts";
import { ConsoleTurns } from "./console-turns.ts";
import { carry } from "./dragged-place.ts";
import { tileBannerStyles } from "./tile-banner-styles.ts";

/**
 * `<gh-host-tile>`
 *
 * @fires gh-console-focus, gh-console-blur, gh-console-release - From the console within.
 */
@customElement("gh-host-tile")
export class GhHostTile extends LitElement {
  static override styles = [base, buttons, consoleTileStyles, tileBannerStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;

  @consume({ context: themeContext, subscribe: true })
  theme?: Theme;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  /** Whether the console has the keyboard. */
  @state() private typing = false;
  readonly placeId = hostPlace.id;
  readonly #turns = new ConsoleTurns(this, () => this.playground?.hostSystem.console);

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.hostSystem.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
    void new EvtController(this, () => this.theme?.onDidChange);
    this.addEventListener("gh-console-focus", () => this.#setTyping(true));
    this.addEventListener("gh-console-blur", () => this.#setTyping(false));
  }

  /** Gives the keyboard to the console, as soon as there is one. */
  override focus(): void {
    this.#turns.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { playground, workspace } = this;
    if (!playground || !workspace) return nothing;
    const { hostSystem } = playground;
    return html`<article
      aria-labelledby="name"
      ?data-selected=${workspace.selectedId === hostPlace.id}
      style="--accent: var(--gh-page)"
    >
      ${this.#header(hostSystem.state, workspace)}
      <div class="screen">
        ${
          this.#turns.ready
            ? html`<gh-console
                .line=${hostSystem.console}
                label="Root shell of the host"
                .theme=${this.theme?.resolved ?? "light"}
                interactive
              ></gh-console>`
            : nothing
        }
      </div>
      <div>${this.#banner(hostSystem.state)}</div>
      <footer>
        <span class="memory">Root shell on the kernel that all sandboxes share</span>
        <span class="gap"></span>
        ${this.typing ? html`<span class="release"><kbd>Ctrl+Alt+G</kbd> releases<span class="long"> the keyboard</span></span>` : nothing}
      </footer>
    </article>`;
  }

  #header({ kind }: HostSystemState, workspace: Workspace): TemplateResult {
    const maximised = workspace.maximisedId === hostPlace.id;
    return html`<header
      draggable="true"
      @dragstart=${({ dataTransfer }: DragEvent) => dataTransfer && carry(dataTransfer, hostPlace)}
      @dblclick=${() => workspace.toggleMaximised(hostPlace)}
    >
      <span class="kind">${icon("host")}</span>
      <h2 id="name">${hostPlace.name}</h2>
      <gh-machine-state state=${kind}></gh-machine-state>
      <span class="gap"></span>
      <div class="actions" @dblclick=${(event: Event) => event.stopPropagation()}>
        ${
          workspace.mode === "tabs"
            ? nothing
            : html`<button
                class="icon maximise"
                aria-label="${maximised ? "Restore size of" : "Maximise"} the host console"
                title=${maximised ? "Restore size" : "Maximise"}
                aria-pressed=${maximised}
                @click=${() => workspace.toggleMaximised(hostPlace)}
              >
                ${icon(maximised ? "restore" : "maximise")}
              </button>`
        }
        <button
          class="icon"
          aria-label="Hide the host console"
          title="Hide; the shell goes on"
          @click=${() => workspace.setHidden(hostPlace, true)}
        >
          ${icon("close")}
        </button>
      </div>
    </header>`;
  }

  #banner(hostState: HostSystemState): TemplateResult | typeof nothing {
    switch (hostState.kind) {
      case "off":
      case "up":
        return nothing;
      case "booting":
        return banner("", "Booting.", "The host’s kernel and its system are being fetched.", nothing);
      case "failed":
        return banner("crashed", "Could not boot.", hostState.message, this.#boot("Try again"));
      case "panicked":
        return banner(
          "crashed",
          "Kernel panic.",
          `${hostState.why} All sandboxes ended with their kernel.`,
          this.#boot("Boot the host again"),
        );
    }
  }

  #boot(title: string): TemplateResult {
    return html`<button @click=${() => void this.commands?.bootHost()}>${title}</button>`;
  }

  #setTyping(typing: boolean): void {
    this.typing = typing;
    if (typing) this.workspace?.notice(hostPlace);
  }
}

function banner(
  kind: string,
  what: string,
  words: string,
  button: TemplateResult | typeof nothing,
): TemplateResult {
  return html`<div class="banner ${kind}" role=${kind === "" ? nothing : "alert"}>
    <p><strong>${what}</strong> ${words}</p>
    ${button}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-host-tile": GhHostTile;
  }
}
