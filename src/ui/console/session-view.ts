/**
 * A session shown in an element: puts its drawing there, opens it, fits it and lets it draw with the graphics while it
 * is seen. Knows neither the machine nor what else the element shows.
 */
import { Disposables } from "../../base/disposable.ts";
import { FrameTask } from "../frame-task.ts";
import { turn } from "../turns.ts";
import type { TerminalSession } from "./terminal-session.ts";

/** Disposing leaves the drawing where it is, so that nothing is empty while it moves in the page. */
export class SessionView implements Disposable {
  readonly #session: TerminalSession;
  readonly #box: HTMLElement;
  readonly #life = new Disposables();
  readonly #fitting: FrameTask;
  /** Resolves when the terminal draws and may have the keyboard: at once if it was open before. */
  readonly opened: Promise<void>;

  /** Shows a configured session in `box`, which is in the page. */
  constructor(session: TerminalSession, box: HTMLElement) {
    this.#session = session;
    this.#box = box;
    this.#fitting = this.#life.add(new FrameTask(() => session.fit()));
    if (session.host.parentNode !== box) box.replaceChildren(session.host);
    this.opened = session.isOpen ? Promise.resolve() : this.#open();
    const sizes = new ResizeObserver(() => this.#fitting.ask());
    sizes.observe(box);
    this.#life.defer(() => sizes.disconnect());
  }

  /** Whether the session's drawing is here, and in no other element by now. */
  get isHere(): boolean {
    return this.#session.host.parentNode === this.#box;
  }

  /** Tells whether the element is seen: the graphics are given back while it is not. */
  async setSeen(seen: boolean): Promise<void> {
    if (!seen && this.isHere) this.#session.renderer.hide();
    if (!seen) return;
    await this.opened;
    if (this.#life.disposed || !this.isHere || !this.#session.renderer.canShow) return;
    // To take up the graphics is heavy work as well.
    await turn();
    if (this.#life.disposed || !this.isHere) return;
    this.#session.renderer.show();
    // Not the renderer of last time, perhaps, and the two's cells differ by fractions of a pixel.
    this.#fitting.ask();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  /** To draw for the first time is most of a task by itself, and to take the keyboard then is part of another. */
  async #open(): Promise<void> {
    await turn();
    if (this.#life.disposed || !this.isHere) return;
    this.#session.open();
    this.#fitting.ask();
    await turn();
  }
}
