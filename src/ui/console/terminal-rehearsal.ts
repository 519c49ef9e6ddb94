/**
 * Opens a terminal that nobody sees and lets go of it: the first one takes a browser thrice as long as those after it,
 * as its code is compiled, its style sheets are read and the graphics are asked what they can do.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter } from "../../base/event.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";
import { turn } from "../turns.ts";
import { measureAhead } from "./shared-widths.ts";
import { TerminalSession } from "./terminal-session.ts";
import { wasTerminal } from "./terminal-store.ts";
import { terminalFont } from "./terminal-theme.ts";

/** Every character that is printed first is one more to measure; these are the printable ones of ASCII, in turns. */
const text = String.fromCharCode(...Array.from({ length: 95 }, (_, at) => 32 + at));
const charactersATurn = 12;

const nowhere: TerminalLine = {
  recent: [],
  onDidDisconnect: new Emitter<void>(),
  attach: () => new Disposables(),
  send: () => undefined,
  resize: () => undefined,
};

/** Resolves when it is over; in turns, as the page may be wanted meanwhile. A real terminal makes it needless. */
export async function rehearseTerminal(): Promise<void> {
  await turn();
  if (wasTerminal()) return;
  using life = new Disposables();
  const session = life.add(new TerminalSession(nowhere));
  await turn();
  Object.assign(session.host.style, {
    position: "fixed",
    width: "640px",
    height: "400px",
    contain: "strict",
    visibility: "hidden",
  });
  session.host.inert = true;
  document.body.append(session.host);
  session.configure({
    label: "",
    theme: "light",
    fontFamily: terminalFont(),
    interactive: false,
    allowClipboardAccess: false,
  });
  session.open();
  for (let from = 0; from < text.length; from += charactersATurn) {
    // oxlint-disable-next-line no-await-in-loop -- a few characters a turn
    await turn();
    measureAhead(session.host, text.slice(from, from + charactersATurn));
  }
  await turn();
  session.renderer.show();
  await turn();
  session.fit();
  await turn();
}
