/**
 * Extended attributes of a file of an overlay: those of the file in its layer, but for overlayfs's own marks there
 * (`trusted.overlay.`), which are escaped as `trusted.overlay.overlay.` where somebody sets such here.
 */
import type { Caller } from "../caller.ts";
import type { AttributeKeeper, Inode } from "../inode.ts";
import type { OverlayLayersOfFile } from "./overlay-node.ts";

const own = "trusted.overlay.";
const escaped = "trusted.overlay.overlay.";

/** What is asked of a file. */
interface Attributed {
  readonly layers: OverlayLayersOfFile;
  copyUpNow(caller: Caller): Inode;
}

/** Of one file. */
export class OverlayAttributes implements AttributeKeeper {
  readonly #node: Attributed;

  constructor(node: Attributed) {
    this.#node = node;
  }

  names(): readonly string[] {
    const names = this.#node.layers.real.attributes?.names() ?? [];
    return names
      .filter((name) => !name.startsWith(own) || name.startsWith(escaped))
      .map((name) => (name.startsWith(escaped) ? own + name.slice(escaped.length) : name));
  }

  get(name: string): Uint8Array | null {
    return this.#node.layers.real.attributes?.get(inLayer(name)) ?? null;
  }

  set(name: string, value: Uint8Array | null, caller: Caller): void {
    this.#node.copyUpNow(caller).attributes?.set(inLayer(name), value, caller);
  }
}

/** Copies what a file has to its copy in the upper layer, but overlayfs's marks. */
export function copyAttributes(from: Inode, to: Inode, caller: Caller): void {
  for (const name of from.attributes?.names() ?? []) {
    const value = from.attributes?.get(name);
    if (value && (!name.startsWith(own) || name.startsWith(escaped))) to.attributes?.set(name, value, caller);
  }
}

function inLayer(name: string): string {
  return name.startsWith(own) ? escaped + name.slice(own.length) : name;
}
