/**
 * The wish to see something on the screen: sent by words, places and lessons, fulfilled by the root element.
 */
import type { LiveTarget } from "../../playground/learning/live-target.ts";

/** What to show, and what to do where there is no such machine yet: make one, or tell that there is none. */
export interface ShowWish {
  readonly target: LiveTarget;
  readonly missing: "make" | "tell";
}

/** The event. */
export function showTargetEvent(target: LiveTarget, missing: ShowWish["missing"]): CustomEvent<ShowWish> {
  return new CustomEvent("gh-show-target", { detail: { target, missing }, bubbles: true, composed: true });
}

declare global {
  interface HTMLElementEventMap {
    /** Something on the screen is to be shown and pointed at. */
    "gh-show-target": CustomEvent<ShowWish>;
  }
}
