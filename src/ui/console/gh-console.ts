/**
 * Shows a machine's line as a terminal. Attaches to the line and never owns the machine: taken out of the page, the
 * terminal waits with its scrollback until it is shown again or released.
 */
import xtermCss from "@xterm/xterm/css/xterm.css?inline";
import { LitElement, html, nothing, unsafeCSS, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { Disposables } from "../../base/disposable.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { FrameTask } from "../frame-task.ts";
import { Bell } from "./bell.ts";
import { obey, type CommandTarget } from "./console-commands.ts";
import type { GhConsoleEvents } from "./console-events.ts";
import { consoleStyles } from "./console-styles.ts";
import "./paste-dialog.ts";
import type { GhPasteDialog } from "./paste-dialog.ts";
import { pasteGuard } from "./paste-guard.ts";
import "./search-bar.ts";
import type { GhConsoleSearch } from "./search-bar.ts";
import { SessionView } from "./session-view.ts";
import type { TerminalSession } from "./terminal-session.ts";
import { terminalOf } from "./terminal-store.ts";
import { terminalFont, type TerminalThemeName } from "./terminal-theme.ts";

export type { GhConsoleEvents } from "./console-events.ts";
export { rehearseTerminal } from "./terminal-rehearsal.ts";
export { releaseTerminal, terminalOf } from "./terminal-store.ts";

/**
 * A console: a terminal on a line, with search, guarded paste and links that need a modified click.
 *
 * @fires gh-console-focus - the keyboard is the machine's from now on
 * @fires gh-console-blur - the keyboard is the page's again
 * @fires gh-console-release - the user pressed Ctrl+Alt+G to leave; the console has given up the focus
 * @fires gh-console-title - the window's name changed, or another line is shown; `detail.title` is plain text
 * @csspart terminal - the terminal's box
 * @csspart search - the search bar
 * @csspart link - the target of the link under the pointer
 */
@customElement("gh-console")
export class GhConsole extends LitElement {
  static override styles = [unsafeCSS(xtermCss), consoleStyles];

  /** What it shows. */
  @property({ attribute: false }) line: TerminalLine | null = null;
  /** Accessible name: "Console of linux-1". */
  @property() label = "Console";
  @property() theme: TerminalThemeName = "light";
  /** Whether it types and tells the machine its size; a log doesn't. */
  @property({ type: Boolean }) interactive = false;
  /** Whether the machine may read and write the clipboard by escape sequence (OSC 52). */
  @property({ type: Boolean, attribute: "allow-clipboard-access" }) allowClipboardAccess = false;

  @state() private searching = false;
  @state() private linkTarget: string | null = null;
  @query(".terminal") private readonly box!: HTMLElement;
  @query("gh-console-search") private readonly searchBar!: GhConsoleSearch | null;
  @query("gh-paste-dialog") private readonly pasteDialog!: GhPasteDialog;
  readonly #seen = new IntersectionObserver((entries) => {
    void this.#view?.setSeen(entries.at(-1)?.isIntersecting ?? false);
  });
  readonly #target: CommandTarget = {
    release: () => this.#release(),
    search: () => void this.openSearch(),
    copy: () => void this.copySelection(),
  };
  #session: TerminalSession | null = null;
  #view: SessionView | null = null;
  readonly #naming = new FrameTask(() => this.#tell("gh-console-title", { title: this.consoleTitle }));
  readonly #bell = new Bell(this);
  #shown = new Disposables();
  #focused = false;

  /** What the machine calls its window: plain text, often empty. */
  get consoleTitle(): string {
    return this.#session?.title ?? "";
  }

  /** Gives the keyboard to the machine. */
  override focus(): void {
    this.#session?.terminal.focus();
  }

  /** Resolves when its terminal is there, too, and can have the keyboard. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const done = await super.getUpdateComplete();
    await this.#view?.opened;
    return done;
  }

  /** Gives the keyboard back to the page. */
  override blur(): void {
    this.#session?.terminal.blur();
  }

  /** Opens the search bar, or goes to it. */
  async openSearch(): Promise<void> {
    this.#session?.showRuler();
    this.searching = true;
    await this.updateComplete;
    this.searchBar?.focus();
  }

  /** Copies the selection, if there is one. */
  async copySelection(): Promise<void> {
    await this.#session?.copySelection();
  }

  /** Pastes `text` as if from the clipboard: asks first where a line break would run a command. */
  async paste(text: string): Promise<void> {
    const session = this.#session;
    if (!session || !this.interactive) return;
    if (pasteGuard.mustAsk(text, session.bracketsPaste)) {
      const { paste, stopAsking } = await this.pasteDialog.ask(text);
      if (stopAsking) pasteGuard.stopAsking();
      session.terminal.focus();
      if (!paste) return;
    }
    session.paste(text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // At once, not with the next update: moved in the page, it must not be empty for a frame.
    if (this.hasUpdated) this.#show();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move is a removal and an insertion: only what is still out of the page afterwards gives up its drawing.
    queueMicrotask(() => {
      if (!this.isConnected) this.#hide();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("line")) this.#session = this.line && terminalOf(this.line);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("line")) this.#show();
    else this.#configure();
  }

  protected override render() {
    return html`
      <div class="terminal" part="terminal" role="group" aria-label=${this.label}></div>
      <div class="bell" aria-hidden="true"></div>
      ${
        this.searching
          ? html`<gh-console-search
              part="search"
              .addon=${this.#session?.search ?? null}
              .theme=${this.theme}
              @gh-search-close=${() => this.#closeSearch()}
            ></gh-console-search>`
          : nothing
      }
      ${
        this.linkTarget
          ? html`<div class="link" part="link"><b>${this.linkTarget}</b> · Ctrl or Cmd + click opens it</div>`
          : nothing
      }
      <gh-paste-dialog></gh-paste-dialog>
    `;
  }

  #show(): void {
    this.#shown[Symbol.dispose]();
    this.#shown = new Disposables();
    const session = this.line && terminalOf(this.line);
    if (session !== this.#session) this.requestUpdate();
    this.#session = session;
    if (!session) return;
    this.#configure();
    this.#view = this.#shown.add(new SessionView(session, this.box));
    this.#shown.add(session.onDidCommand.listen((command) => obey(command, this.#target)));
    this.#shown.add(session.onDidPaste.listen((text) => void this.paste(text)));
    this.#shown.add(session.onDidFocus.listen(() => this.#noteFocus()));
    this.#shown.add(session.onDidChangeTitle.listen(() => this.#naming.ask()));
    this.#shown.add(session.onDidHoverLink.listen((target) => (this.linkTarget = target)));
    this.#shown.add(session.onDidRing.listen(() => this.#bell.ring()));
    this.#shown.add(this.#naming);
    this.#naming.ask();
    this.#seen.observe(this);
    this.#shown.defer(() => this.#seen.disconnect());
    // Another line shown instead leaves this one unseen.
    this.#shown.defer(() => session !== this.#session && session.renderer.hide());
    // The browser takes the focus from what moves.
    if (this.#focused) session.terminal.focus();
  }

  #hide(): void {
    this.#shown[Symbol.dispose]();
    // Another element may show the session by now.
    if (this.#view?.isHere) this.#session?.renderer.hide();
    this.linkTarget = null;
    this.#tellFocus(false);
  }

  #configure(): void {
    this.#session?.configure({
      label: this.label,
      theme: this.theme,
      fontFamily: terminalFont(),
      interactive: this.interactive,
      allowClipboardAccess: this.allowClipboardAccess,
    });
  }

  #release(): void {
    this.blur();
    this.#tellFocus(false);
    this.#tell("gh-console-release", undefined);
  }

  #closeSearch(): void {
    this.searching = false;
    this.focus();
  }

  #noteFocus(): void {
    if (this.#session?.focused) this.#tellFocus(true);
    // A loss later, as a move in the page takes the focus for a moment only.
    else queueMicrotask(() => this.#tellFocus(this.#session?.focused ?? false));
  }

  #tellFocus(focused: boolean): void {
    if (focused === this.#focused) return;
    this.#focused = focused;
    this.#tell(focused ? "gh-console-focus" : "gh-console-blur", undefined);
  }

  #tell<K extends keyof GhConsoleEvents>(type: K, detail: GhConsoleEvents[K]): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-console": GhConsole;
  }
  interface HTMLElementEventMap {
    "gh-console-focus": CustomEvent<undefined>;
    "gh-console-blur": CustomEvent<undefined>;
    "gh-console-release": CustomEvent<undefined>;
    "gh-console-title": CustomEvent<GhConsoleEvents["gh-console-title"]>;
  }
}
