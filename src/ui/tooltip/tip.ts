/**
 * Lets an element have a tooltip: says when it should show and what it says. One `<gh-tooltip>` shows them all, so
 * that sixty figures do not cost sixty popups.
 */
import type { LitElement, ReactiveController } from "lit";

/** A wish for a tooltip. `text` is asked again while it shows, so that it may change with what it tells of. */
export interface TipRequest {
  readonly anchor: Element;
  readonly text: () => string;
}

/** Shows `text` while the pointer is over the element or the focus is in it. */
export class Tip implements ReactiveController {
  readonly #host: LitElement;
  readonly #text: () => string;

  constructor(host: LitElement, text: () => string) {
    this.#host = host;
    this.#text = text;
    host.addController(this);
    host.addEventListener("pointerenter", this.#show);
    host.addEventListener("pointerleave", this.#hide);
    host.addEventListener("focusin", this.#show);
    host.addEventListener("focusout", this.#hide);
  }

  hostDisconnected(): void {
    this.#hide();
  }

  readonly #show = (): void => {
    this.#dispatch("gh-tip-show");
  };

  readonly #hide = (): void => {
    this.#dispatch("gh-tip-hide");
  };

  #dispatch(type: "gh-tip-show" | "gh-tip-hide"): void {
    const detail: TipRequest = { anchor: this.#host, text: this.#text };
    document.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

declare global {
  interface DocumentEventMap {
    /** An element wants its tooltip shown. */
    "gh-tip-show": CustomEvent<TipRequest>;
    /** It no longer does. */
    "gh-tip-hide": CustomEvent<TipRequest>;
  }
}
