/**
 * The shape of a word of the glossary.
 */
import type { LiveTarget } from "../live-target.ts";

/** A word of the field, and the live thing here that it names. */
export interface Word {
  /** Kebab-case; part of links. */
  readonly id: string;
  readonly term: string;
  /** What else it is called. */
  readonly also?: readonly string[];
  readonly text: string;
  /** What is pointed at, and what it is, after "Show". */
  readonly show: { readonly target: LiveTarget; readonly title: string };
  /** Words that explain it or differ from it, by id. */
  readonly see: readonly string[];
}
