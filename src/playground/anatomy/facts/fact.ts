/**
 * What is told of a box when it is chosen: sections of terms, tables or text, each with where it comes from. Values may
 * come from a machine: plain text only.
 */

/** A term and its value, with how it was had where that is particular. */
export interface Fact {
  readonly term: string;
  readonly value: string;
  readonly how?: string;
}

/** A part of what is told. `source` says where it comes from: a command and whom it was asked of. */
export type FactSection =
  | {
      readonly kind: "facts";
      readonly title: string;
      readonly source: string;
      readonly facts: readonly Fact[];
    }
  | {
      readonly kind: "table";
      readonly title: string;
      readonly source: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: "text"; readonly title: string; readonly source: string; readonly text: string };
