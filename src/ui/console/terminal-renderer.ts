/**
 * Which renderer a terminal draws with: WebGL while it is visible and the browser has a context to give, else the DOM.
 * Browsers drop the oldest of about 16 contexts, so each is given back as soon as it isn't seen.
 */
import type { Terminal } from "@xterm/xterm";
import { WebglAddon } from "@xterm/addon-webgl";

const mostContexts = 12;
let contexts = 0;
let supported: boolean | null = null;

/** Switches one terminal between WebGL and the DOM. */
export class TerminalRenderer implements Disposable {
  readonly #terminal: Terminal;
  readonly #onLost: () => void;
  #webgl: WebglAddon | null = null;
  #failed = false;

  /** `onLost` is called when the browser took the context away and the DOM draws instead. */
  constructor(terminal: Terminal, onLost: () => void) {
    this.#terminal = terminal;
    this.#onLost = onLost;
  }

  /** What draws now. */
  get kind(): "webgl" | "dom" {
    return this.#webgl ? "webgl" : "dom";
  }

  /** Whether `show` would change anything. */
  get canShow(): boolean {
    return !this.#webgl && !this.#failed && contexts < mostContexts && hasWebgl();
  }

  /** Draws with WebGL from now on if there is a context to have. */
  show(): void {
    if (!this.canShow) return;
    const addon = new WebglAddon();
    addon.onContextLoss(() => {
      // A context lost is not asked for again: the DOM always works.
      this.#failed = true;
      this.hide();
      this.#onLost();
    });
    try {
      this.#terminal.loadAddon(addon);
    } catch (error) {
      this.#failed = true;
      addon.dispose();
      console.info("This console draws with the DOM: WebGL failed.", error);
      return;
    }
    this.#webgl = addon;
    contexts++;
  }

  /** Gives the context back. */
  hide(): void {
    const addon = this.#webgl;
    if (!addon) return;
    this.#webgl = null;
    contexts--;
    const canvases = [...(this.#terminal.element?.querySelectorAll("canvas") ?? [])];
    addon.dispose();
    // Without this the context stays taken until the garbage collector comes by.
    for (const canvas of canvases) if (!canvas.isConnected) loseContext(canvas.getContext("webgl2"));
  }

  [Symbol.dispose](): void {
    this.hide();
  }
}

/** Whether WebGL is there and not emulated in software, which takes more of the CPU than the DOM does. */
function hasWebgl(): boolean {
  if (supported === null) {
    const context = document
      .createElement("canvas")
      .getContext("webgl2", { failIfMajorPerformanceCaveat: true });
    supported = context !== null && !/swiftshader|llvmpipe|software/i.test(deviceName(context));
    loseContext(context);
  }
  return supported;
}

function deviceName(context: WebGL2RenderingContext): string {
  const info = context.getExtension("WEBGL_debug_renderer_info");
  return info ? String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
}

function loseContext(context: WebGL2RenderingContext | null): void {
  context?.getExtension("WEBGL_lose_context")?.loseContext();
}
