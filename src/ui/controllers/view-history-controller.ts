/**
 * Gives each view that is shown an entry of the browser's history, so that back and forward lead through them and a
 * reload shows the same one. Touches no address, and no machine.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { views, type View } from "../views.ts";
import type { Workspace } from "../workspace.ts";

/** Belongs to the root element. */
export class ViewHistoryController implements ReactiveController {
  readonly #workspace: Workspace;
  #listening: Disposable | null = null;
  /** The view of the entry that the browser is at; `null` where that is none of ours: a link led to it. */
  #here: View | null = null;

  constructor(host: ReactiveControllerHost, workspace: Workspace) {
    this.#workspace = workspace;
    host.addController(this);
  }

  hostConnected(): void {
    if (cameBack()) this.#goTo(history.state);
    this.#listening = this.#workspace.onDidChange.listen(() => this.#note());
    addEventListener("popstate", this.#heard);
    // An address with something behind # is about to say which view it wants.
    if (location.hash.length < 2) this.#note();
  }

  hostDisconnected(): void {
    this.#listening?.[Symbol.dispose]();
    removeEventListener("popstate", this.#heard);
  }

  readonly #heard = ({ state }: PopStateEvent): void => this.#goTo(state);

  #goTo(state: unknown): void {
    this.#here = viewOf(state);
    if (this.#here !== null && this.#here !== this.#workspace.view) this.#workspace.view = this.#here;
  }

  #note(): void {
    const { view } = this.#workspace;
    if (view === this.#here) return;
    // A link's own entry is given its view; every other view gets an entry of its own.
    if (this.#here === null) history.replaceState({ guesthouseView: view }, "");
    else history.pushState({ guesthouseView: view }, "");
    this.#here = view;
  }
}

/** Whether this page was here before: reloaded, or come back to. */
function cameBack(): boolean {
  const [navigation] = performance.getEntriesByType("navigation");
  return navigation instanceof PerformanceNavigationTiming && navigation.type !== "navigate";
}

/** The view that an entry of the history was made for, if it was for one. */
function viewOf(state: unknown): View | null {
  if (typeof state !== "object" || state === null || !("guesthouseView" in state)) return null;
  return views.find(({ id }) => id === state.guesthouseView)?.id ?? null;
}
