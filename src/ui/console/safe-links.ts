/**
 * Links in a machine's output. The machine decides where they point, so the page shows the target, opens only the
 * web's own schemes, only on a click with Ctrl or Cmd, and gives the opened page no handle to this one.
 */
import type { ILinkHandler, ITerminalAddon } from "@xterm/xterm";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { Emitter, type Evt } from "../../base/event.ts";

/** The parts of a terminal's options and addons that make links safe. */
export interface SafeLinks extends Disposable {
  /** For links that the text shows. */
  readonly addon: ITerminalAddon;
  /** For links whose text differs from their target (OSC 8). */
  readonly handler: ILinkHandler;
  /** The target under the pointer; `null` when the pointer has left. */
  readonly onDidHover: Evt<string | null>;
}

/** Opens an address; a parameter so that tests need no window. */
export type OpenPage = (url: string) => void;

const openPage: OpenPage = (url) => {
  window.open(url, "_blank", "noopener,noreferrer");
};

/** Links for one terminal. */
export function safeLinks(open: OpenPage = openPage): SafeLinks {
  const onDidHover = new Emitter<string | null>();
  const activate = (event: MouseEvent, text: string): void => {
    const target = webTarget(text);
    if (target && (event.ctrlKey || event.metaKey)) open(target);
  };
  const hover = (_event: MouseEvent, text: string): void => onDidHover.fire(webTarget(text));
  const leave = (): void => onDidHover.fire(null);
  return {
    addon: new WebLinksAddon(activate, { hover, leave }),
    handler: { activate, hover, leave, allowNonHttpProtocols: false },
    onDidHover,
    [Symbol.dispose]: () => onDidHover[Symbol.dispose](),
  };
}

/** The address as it will be opened, with its host in ASCII and no user name; `null` if it is not one of the web. */
export function webTarget(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  // "https://bank.example@evil.example" reads as the wrong host.
  url.username = "";
  url.password = "";
  return url.href;
}
