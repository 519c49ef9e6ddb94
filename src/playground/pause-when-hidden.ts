/**
 * Pauses machines that are set to it while nobody sees the page, and lets run on what it has paused. Knows of the page
 * only whether it is hidden.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { report } from "../base/report.ts";
import type { Machine } from "./machine.ts";

/** Whether the page is seen. */
export interface PageVisibility {
  readonly hidden: boolean;
  readonly onDidChange: Evt<void>;
}

/** Follows the page. Disposing stops that; what is paused then stays so. */
export class PauseWhenHidden implements Disposable {
  readonly #visibility: PageVisibility;
  readonly #machines: () => readonly Machine[];
  readonly #life = new Disposables();
  /** What it has paused itself, and shall run again. */
  readonly #paused = new Set<Machine>();
  /** One change of the page after the other: a pause takes a while. */
  #turn: Promise<void> = Promise.resolve();

  constructor(visibility: PageVisibility, machines: () => readonly Machine[]) {
    this.#visibility = visibility;
    this.#machines = machines;
    this.#life.add(
      visibility.onDidChange.listen(() => {
        this.#turn = this.#turn.then(() => this.#follow()).catch(report);
      }),
    );
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #follow(): Promise<void> {
    if (this.#life.disposed) return;
    if (this.#visibility.hidden) {
      const chosen = this.#machines().filter((machine) => machine.pauseWhenHidden && machine.can("pause"));
      for (const machine of chosen) this.#paused.add(machine);
      await Promise.all(chosen.map((machine) => machine.pause()));
    } else {
      // What somebody has resumed, destroyed or removed meanwhile is no longer its affair.
      const own = [...this.#paused].filter(
        (machine) => this.#machines().includes(machine) && machine.can("resume"),
      );
      this.#paused.clear();
      await Promise.all(own.map((machine) => machine.resume()));
    }
  }
}

/** The visibility of a document. */
export function pageVisibility(page: Document): PageVisibility & Disposable {
  const life = new Disposables();
  const onDidChange = life.add(new Emitter<void>());
  const listener = (): void => onDidChange.fire();
  page.addEventListener("visibilitychange", listener);
  life.defer(() => page.removeEventListener("visibilitychange", listener));
  return {
    get hidden() {
      return page.hidden;
    },
    onDidChange,
    [Symbol.dispose]: () => life[Symbol.dispose](),
  };
}
