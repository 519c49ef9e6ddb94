/**
 * The views of the screen beside the list of machines: what each is called, which key opens it, and how its code comes,
 * which is when it is first opened.
 */
import { html, type TemplateResult } from "lit";

/** What the screen can show beside the list. */
export type View = "consoles" | "monitor" | "anatomy" | "ask" | "experiments" | "learn";

/** One of them. */
export interface ViewEntry {
  readonly id: View;
  readonly title: string;
  readonly key: string;
  /** Its element, which `load` defines. */
  readonly element: () => TemplateResult;
  /** `null` where its code is in the page from the start. */
  readonly load: (() => Promise<unknown>) | null;
}

/** In the order in which they are shown. */
export const views: readonly ViewEntry[] = [
  {
    id: "consoles",
    title: "Consoles",
    key: "c",
    element: () => html`<gh-consoles></gh-consoles>`,
    load: null,
  },
  {
    id: "monitor",
    title: "Monitor",
    key: "m",
    element: () => html`<gh-monitor-view></gh-monitor-view>`,
    load: () => import("./monitor-view/gh-monitor-view.ts"),
  },
  {
    id: "anatomy",
    title: "Anatomy",
    key: "a",
    element: () => html`<gh-anatomy-view></gh-anatomy-view>`,
    load: () => import("./anatomy/gh-anatomy-view.ts"),
  },
  {
    id: "ask",
    title: "Ask",
    key: "q",
    element: () => html`<gh-ask-view></gh-ask-view>`,
    load: () => import("./ask/gh-ask-view.ts"),
  },
  {
    id: "experiments",
    title: "Experiments",
    key: "e",
    element: () => html`<gh-experiments-view></gh-experiments-view>`,
    load: () => import("./experiments/gh-experiments-view.ts"),
  },
  {
    id: "learn",
    title: "Learn",
    key: "l",
    element: () => html`<gh-learn-view></gh-learn-view>`,
    load: () => import("./learn/gh-learn-view.ts"),
  },
];

/** The entry of a view. */
export function viewEntry(id: View): ViewEntry {
  const entry = views.find((each) => each.id === id);
  if (!entry) throw new Error(`there is no view "${id}"`);
  return entry;
}
