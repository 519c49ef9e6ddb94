/**
 * The bar at the top: the product's name, the views, and what concerns the whole page.
 */
import { consume } from "@lit/context";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement } from "lit/decorators.js";
import "../add-guest/gh-add-guest.ts";
import "../add-sandbox/gh-add-sandbox.ts";
import { themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { base, buttons } from "../styles/shared.ts";
import type { Theme } from "../theme.ts";
import "./gh-page-menu.ts";
import { views, type ViewEntry } from "../views.ts";
import type { Workspace } from "../workspace.ts";

/**
 * A banner landmark with the tabs of the views.
 *
 * @fires gh-keys-dialog - When the list of keys is wanted.
 */
@customElement("gh-top-bar")
export class GhTopBar extends LitElement {
  static override styles = [
    base,
    buttons,
    css`
      header {
        display: flex;
        gap: 6px;
        align-items: center;
        height: 46px;
        padding: 0 10px 0 14px;
        background: var(--gh-surface);
      }
      h1 {
        margin: 0 14px 0 0;
        font-size: var(--gh-text-l);
        font-weight: 650;
        letter-spacing: -0.01em;
      }
      nav {
        display: flex;
        flex: 1;
        gap: 2px;
      }
      nav button {
        border-color: transparent;
        background: none;
        color: var(--gh-quiet);
      }
      nav button[aria-current] {
        background: var(--gh-sunken);
        color: var(--gh-text);
      }
      .help {
        font-size: var(--gh-text-l);
        font-weight: 600;
      }
      /* The views get a line of their own, which scrolls where it must. */
      @media (max-width: 900px) {
        header {
          flex-wrap: wrap;
          gap: 0 2px;
          height: auto;
          padding: 4px 4px 0 12px;
        }
        h1 {
          flex: 1;
          margin-inline-end: 4px;
          font-size: var(--gh-text-m);
        }
        nav {
          flex: none;
          order: 1;
          width: 100%;
          margin-inline-start: -8px;
          overflow-x: auto;
          scrollbar-width: none;
        }
        nav button {
          flex: none;
          padding: 0 7px;
        }
      }
      @media (max-width: 720px) {
        .mode {
          display: none;
        }
      }
      @media (max-width: 430px) {
        nav {
          gap: 0;
        }
        nav button {
          padding: 0 4.5px;
        }
      }
    `,
  ];

  @consume({ context: themeContext, subscribe: true })
  theme?: Theme;

  @consume({ context: workspaceContext, subscribe: true })
  workspace?: Workspace;

  constructor() {
    super();
    void new EvtController(this, () => this.theme?.onDidChange);
    void new EvtController(this, () => this.workspace?.onDidChange);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { theme, workspace } = this;
    if (!theme || !workspace) return nothing;
    return html`<header>
      <h1>Guesthouse</h1>
      <nav aria-label="Views">${views.map((view) => this.#view(view, workspace))}</nav>
      ${workspace.view === "consoles" ? this.#mode(workspace) : nothing}
      <gh-add-guest></gh-add-guest>
      <gh-add-sandbox></gh-add-sandbox>
      <button class="icon help" aria-label="All keys" title="All keys (?)" @click=${this.#keys}>
        <span aria-hidden="true">?</span>
      </button>
      ${this.#themeButton(theme)}
      <gh-page-menu></gh-page-menu>
    </header>`;
  }

  #view({ id, title, key }: ViewEntry, workspace: Workspace): TemplateResult {
    return html`<button
      aria-current=${workspace.view === id ? "page" : nothing}
      title="${title} (${key})"
      @click=${() => (workspace.view = id)}
    >
      ${title}
    </button>`;
  }

  #mode(workspace: Workspace): TemplateResult {
    const tabs = workspace.mode === "tabs";
    return html`<button
      class="icon mode"
      aria-label=${tabs ? "Show consoles as tiles" : "Show consoles as tabs"}
      title=${tabs ? "Consoles as tiles (t)" : "Consoles as tabs (t)"}
      @click=${() => (workspace.mode = tabs ? "tiles" : "tabs")}
    >
      ${icon(tabs ? "tiles" : "tabs")}
    </button>`;
  }

  #themeButton(theme: Theme): TemplateResult {
    const other = theme.resolved === "dark" ? "light" : "dark";
    const from = theme.preference === "system" ? "follows the system" : "chosen; the system has the other";
    return html`<button
      class="icon"
      aria-label="Switch to the ${other} theme"
      title="Switch to the ${other} theme (now ${theme.resolved}: ${from})"
      @click=${() => theme.toggle()}
    >
      ${icon("theme")}
    </button>`;
  }

  readonly #keys = (): void => {
    this.dispatchEvent(new Event("gh-keys-dialog", { bubbles: true, composed: true }));
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-top-bar": GhTopBar;
  }
  interface HTMLElementEventMap {
    /** The list of keys is wanted. */
    "gh-keys-dialog": Event;
  }
}
