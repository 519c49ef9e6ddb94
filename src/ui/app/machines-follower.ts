/**
 * Keeps the workspace in step with the playground's machines: what is remembered of those that are gone goes, and of
 * many that come at once only so many open a tile. Draws nothing.
 */
import type { Machine } from "../../playground/machine.ts";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import type { Workspace } from "../workspace.ts";

/** As many consoles as fit a large screen in a readable size. */
const mostTiles = 8;

/** One for the page. */
export class MachinesFollower {
  readonly #playground: Playground;
  readonly #workspace: Workspace;
  #known: ReadonlySet<PlaygroundMachine> = new Set();

  constructor(playground: Playground, workspace: Workspace) {
    this.#playground = playground;
    this.#workspace = workspace;
  }

  /** To be called when machines came or went. The result is the first machine of a page that had none. */
  follow(): PlaygroundMachine | null {
    const { machines } = this.#playground;
    const before = this.#known;
    this.#known = new Set(machines);
    const gone = [...before].filter((machine) => !this.#known.has(machine));
    for (const machine of gone) void releaseTerminals(machine);
    if (gone.length > 0) this.#workspace.keepOnly(machines);
    this.#hideCrowd(before);
    return before.size === 0 ? (machines[0] ?? null) : null;
  }

  /** Those without a tile wait in the list until they are chosen. */
  #hideCrowd(before: ReadonlySet<PlaygroundMachine>): void {
    const workspace = this.#workspace;
    const arrived = [...this.#known].filter((machine) => !before.has(machine));
    if (arrived.length === 0) return;
    let shown = 0;
    for (const machine of before) if (!workspace.isHidden(machine)) shown++;
    for (const machine of arrived.slice(Math.max(0, mostTiles - shown))) workspace.beginHidden(machine);
  }
}

/** A terminal outlives every element that shows it, but not its machine. */
async function releaseTerminals({ lines }: Machine): Promise<void> {
  const { releaseTerminal } = await import("../console/gh-console.ts");
  for (const { line } of lines) releaseTerminal(line);
}
