/** Expressions of find(1) as trees: what there is to test and to do. */

/** A number to compare with: more, less or just it. */
export interface Comparison {
  readonly sign: "+" | "-" | "";
  readonly amount: number;
}

/** A node of the tree. */
export type FindNode =
  | { readonly kind: "and" | "or" | "comma"; readonly left: FindNode; readonly right: FindNode }
  | { readonly kind: "not"; readonly of: FindNode }
  | { readonly kind: "name" | "path" | "link"; readonly pattern: RegExp }
  | { readonly kind: "type"; readonly letters: readonly string[] }
  | { readonly kind: "size"; readonly unit: number; readonly than: Comparison }
  | {
      readonly kind: "time";
      readonly which: "accessedMs" | "modifiedMs" | "changedMs";
      readonly unitMs: number;
      readonly than: Comparison;
    }
  | { readonly kind: "newer"; readonly file: string }
  | { readonly kind: "number"; readonly which: "links" | "inode" | "uid" | "gid"; readonly than: Comparison }
  | { readonly kind: "user" | "group"; readonly name: string }
  | { readonly kind: "perm"; readonly how: "all" | "any" | "exact"; readonly mode: string }
  | { readonly kind: "access"; readonly mode: number }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "empty" | "no-user" | "no-group" | "prune" | "delete" | "quit" | "list" }
  | { readonly kind: "print"; readonly end: string; readonly file: string | null }
  | { readonly kind: "format"; readonly text: string }
  | {
      readonly kind: "exec";
      readonly argv: readonly string[];
      readonly many: boolean;
      readonly ask: boolean;
      readonly inFolder: boolean;
    };

/** An expression with what applies to the whole of it. */
export interface FindRequest {
  readonly node: FindNode;
  readonly minDepth: number;
  readonly maxDepth: number;
  readonly depthFirst: boolean;
  readonly oneSystem: boolean;
}
