/**
 * One line's terminal: the emulator, its scrollback and its selection. Outlives the elements that show it, so that a
 * console can move in the page; ends only when it is released. Never owns the machine.
 */
import { ClipboardAddon } from "@xterm/addon-clipboard";
import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { Terminal, type ITerminalAddon } from "@xterm/xterm";
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { consolePreferences } from "./console-preferences.ts";
import { writeLine } from "./line-writer.ts";
import { pasteable } from "./paste-guard.ts";
import { safeLinks } from "./safe-links.ts";
import { shareWidths } from "./shared-widths.ts";
import { consoleCommand, type ConsoleCommand } from "./terminal-keys.ts";
import { skipEmptySelections } from "./terminal-drawing.ts";
import { TerminalRenderer } from "./terminal-renderer.ts";
import { terminalTheme, type TerminalThemeName } from "./terminal-theme.ts";
import { plainTitle } from "./window-title.ts";

/** What the element that shows a session decides. */
export interface SessionOptions {
  /** Accessible name. */
  readonly label: string;
  readonly theme: TerminalThemeName;
  readonly fontFamily: string;
  /** Whether it types and tells the machine its size; one that doesn't is read only. */
  readonly interactive: boolean;
  /** Whether the machine may read and write the clipboard (OSC 52). */
  readonly allowClipboardAccess: boolean;
}

const scrollbackLines = 10_000;
/** As wide as xterm's scroll bar is without one, so that the text keeps its width. */
const rulerWidthPx = 14;
const isMac = navigator.platform.startsWith("Mac");
const encoder = new TextEncoder();

/** A terminal on a line. */
export class TerminalSession implements Disposable {
  /** Where it is drawn; whoever shows the session puts it into the page. */
  readonly host = document.createElement("div");
  readonly terminal: Terminal;
  readonly search = new SearchAddon({ highlightLimit: 500 });
  readonly renderer: TerminalRenderer;
  readonly #line: TerminalLine;
  readonly #life = new Disposables();
  readonly #fit = new FitAddon();
  readonly #onDidCommand = this.#life.add(new Emitter<ConsoleCommand>());
  readonly #onDidPaste = this.#life.add(new Emitter<string>());
  readonly #onDidChangeTitle = this.#life.add(new Emitter<string>());
  readonly #onDidFocus = this.#life.add(new Emitter<void>());
  readonly #onDidRing = this.#life.add(new Emitter<void>());
  #clipboard: ClipboardAddon | null = null;
  #interactive = false;
  #label = "Console";
  #title = "";

  /** Fires when a key of the console's own was pressed. */
  readonly onDidCommand: Evt<ConsoleCommand> = this.#onDidCommand;
  /** Fires with text that the user wants to paste; `paste` types it. */
  readonly onDidPaste: Evt<string> = this.#onDidPaste;
  /** Fires with the new title, plain text. */
  readonly onDidChangeTitle: Evt<string> = this.#onDidChangeTitle;
  /** Fires when the keyboard came or went; `focused` tells where it is. */
  readonly onDidFocus: Evt<void> = this.#onDidFocus;
  /** Fires when the machine rings the bell. */
  readonly onDidRing: Evt<void> = this.#onDidRing;
  /** Fires with the target of the link under the pointer. */
  readonly onDidHoverLink: Evt<string | null>;

  constructor(line: TerminalLine) {
    this.#line = line;
    const links = this.#life.add(safeLinks());
    this.onDidHoverLink = links.onDidHover;
    this.terminal = new Terminal({
      // Search results and Unicode 11 are behind it.
      allowProposedApi: true,
      // xterm's blinking has the page draw sixty frames a second, for as long as a console has the keyboard.
      cursorBlink: false,
      disableStdin: true,
      drawBoldTextInBrightColors: false,
      fontSize: consolePreferences.fontSizePx,
      linkHandler: links.handler,
      macOptionClickForcesSelection: true,
      minimumContrastRatio: 4.5,
      rescaleOverlappingGlyphs: true,
      screenReaderMode: consolePreferences.screenReader,
      scrollback: scrollbackLines,
      windowOptions: {},
    });
    this.renderer = new TerminalRenderer(this.terminal, () => this.fit());
    this.#life.defer(() => this.terminal.dispose());
    this.#life.add(this.renderer);
    this.host.className = "host";
    this.#load(this.#fit, this.search, new Unicode11Addon(), links.addon);
    this.terminal.unicode.activeVersion = "11";
    this.#life.add(consolePreferences.onDidChange.listen(() => this.#applyPreferences()));
    this.#listenToUser();
    this.#listenToMachine();
  }

  /** What the machine calls the window: plain text, at most 80 characters, often empty. */
  get title(): string {
    return this.#title;
  }

  /** Whether the keyboard is here. */
  get focused(): boolean {
    return this.host.querySelector("textarea:focus") !== null;
  }

  /** Call it before `open`: then the terminal is laid out once. */
  configure({ label, theme, fontFamily, interactive, allowClipboardAccess }: SessionOptions): void {
    this.#interactive = interactive;
    this.#label = label;
    this.#set("disableStdin", !interactive);
    this.#set("theme", terminalTheme(theme));
    this.#set("fontFamily", fontFamily);
    this.terminal.textarea?.setAttribute("aria-label", label);
    if (allowClipboardAccess && !this.#clipboard) this.#load((this.#clipboard = new ClipboardAddon()));
    else if (!allowClipboardAccess && this.#clipboard) {
      this.#clipboard.dispose();
      this.#clipboard = null;
    }
  }

  /** Whether it draws. */
  get isOpen(): boolean {
    return this.terminal.element !== undefined;
  }

  /** Begins to draw; call it once `host` is in the page. */
  open(): void {
    if (this.isOpen) return;
    this.terminal.open(this.host);
    shareWidths(this.host);
    skipEmptySelections(this.terminal);
    this.terminal.textarea?.setAttribute("aria-label", this.#label);
  }

  /** Fits the terminal to its host and, if it is interactive, tells the machine. */
  fit(): void {
    const { width, height } = this.host.getBoundingClientRect();
    if (width === 0 || height === 0 || !this.isOpen) return;
    this.#fit.fit();
    const { cols: columns, rows } = this.terminal;
    if (this.#interactive) this.#line.resize({ columns, rows });
  }

  /** Marks a search's matches beside the scroll bar from now on. Not before: the ruler is redrawn with every frame. */
  showRuler(): void {
    if (!this.terminal.options.overviewRuler?.width)
      this.terminal.options.overviewRuler = { width: rulerWidthPx };
  }

  /** Whether the application takes pasted line breaks as text. */
  get bracketsPaste(): boolean {
    return this.terminal.modes.bracketedPasteMode;
  }

  /** Types `text`, without control characters, as a paste. */
  paste(text: string): void {
    this.terminal.paste(pasteable(text));
  }

  /** Copies the selection, if there is one. */
  async copySelection(): Promise<void> {
    const text = this.terminal.getSelection();
    if (text === "") return;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No permission or no secure context: the old command asks for neither.
      document.execCommand("copy");
    }
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
    this.host.remove();
  }

  #listenToUser(): void {
    const { terminal, host } = this;
    terminal.attachCustomKeyEventHandler((event) => {
      const command = consoleCommand(event, isMac);
      if (!command) return true;
      // The browser turns the paste keys into a paste event, which needs no permission to read the clipboard.
      if (command !== "paste") event.preventDefault();
      if (event.type === "keydown") this.#onDidCommand.fire(command);
      return false;
    });
    const type = (bytes: Uint8Array<ArrayBuffer>): void => {
      if (!writer.replaying) this.#line.send(bytes);
    };
    // A replay makes the terminal answer queries that were answered long ago: `type` drops what comes meanwhile.
    const writer = this.#life.add(writeLine(this.#line, terminal));
    this.#own(
      terminal.onData((text) => type(encoder.encode(text))),
      terminal.onBinary((text) => type(Uint8Array.from(text, (character) => character.charCodeAt(0)))),
    );
    host.addEventListener("paste", (event) => this.#interceptPaste(event), { capture: true });
    host.addEventListener("focusin", () => this.#onDidFocus.fire());
    host.addEventListener("focusout", () => this.#onDidFocus.fire());
  }

  #listenToMachine(): void {
    this.#own(
      this.terminal.onTitleChange((raw) => {
        this.#title = plainTitle(raw);
        this.#onDidChangeTitle.fire(this.#title);
      }),
      this.terminal.onBell(() => this.#onDidRing.fire()),
    );
  }

  /** Every paste comes by here, and none reaches xterm unasked. */
  #interceptPaste(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (text !== "" && this.#interactive) this.#onDidPaste.fire(text);
  }

  #applyPreferences(): void {
    this.#set("fontSize", consolePreferences.fontSizePx);
    this.#set("screenReaderMode", consolePreferences.screenReader);
    this.fit();
  }

  /** Sets an option that differs: setting one makes xterm redraw even if it is the same. */
  #set<K extends keyof Terminal["options"]>(name: K, value: Terminal["options"][K]): void {
    if (this.terminal.options[name] !== value) this.terminal.options[name] = value;
  }

  #load(...addons: readonly ITerminalAddon[]): void {
    for (const addon of addons) this.terminal.loadAddon(addon);
  }

  #own(...owned: readonly { dispose(): void }[]): void {
    for (const one of owned) this.#life.defer(() => one.dispose());
  }
}
