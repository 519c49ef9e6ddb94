/**
 * The shape of an entry of the place map: a system of the field, where it stands, and how ours differ from it.
 */
import type { ArrangementId } from "../arrangements.ts";

/** Whose kernel a program runs on: across the map. */
export type KernelSide = "type-1" | "type-2" | "shared";

/** What is put into the machine: down the map. */
export type Content = "system" | "application" | "image-system";

/** A system of the field. */
export interface FieldPlace {
  /** Kebab-case; part of links. */
  readonly id: string;
  readonly name: string;
  readonly kernel: KernelSide;
  readonly content: Content;
  /** Which of ours it is. */
  readonly arrangement: ArrangementId;
  readonly text: string;
  /** What it has or does otherwise than ours, a sentence each. */
  readonly differs: readonly string[];
}
