/**
 * What the screen shows, as it goes into a link and comes out of one. Names that no view has are passed over.
 */
import type { Playground } from "../../playground/playground.ts";
import type { ScreenState } from "../../playground/state-link/playground-state.ts";
import { views } from "../views.ts";
import { learnTabs, type Workspace } from "../workspace.ts";

/** What is shown now. */
export function captureScreen(workspace: Workspace, { machines }: Playground): ScreenState {
  const { view, learnPlace, arrangement } = workspace;
  const { mode, order, sizes, listWidthPx } = arrangement;
  const named = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  const known = new Set(named(machines));
  const hidden = machines.filter((machine) => workspace.isHidden(machine));
  const inspected = machines.filter((machine) => workspace.isInspected(machine));
  const kept = order.filter((name) => known.has(name));
  return {
    view,
    ...(view === "learn" ? { learn: learnPlace } : {}),
    ...(mode === "tabs" ? { mode } : {}),
    ...(kept.length > 0 ? { order: kept } : {}),
    ...(hidden.length > 0 ? { hidden: named(hidden) } : {}),
    ...(inspected.length > 0 ? { inspected: named(inspected) } : {}),
    ...(Object.keys(sizes).length > 0 ? { sizes } : {}),
    listWidthPx: Math.round(listWidthPx),
  };
}

/** Shows that. Machines are to be there before. */
export function applyScreen(screen: ScreenState, workspace: Workspace, { machines }: Playground): void {
  const { mode, order, sizes, listWidthPx, hidden = [], inspected = [] } = screen;
  if (listWidthPx !== undefined) workspace.listWidthPx = listWidthPx;
  for (const machine of machines) {
    const { name } = machine;
    if (inspected.includes(name)) workspace.setInspected(machine, true);
    workspace.setHidden(machine, hidden.includes(name));
  }
  workspace.adopt({ ...(mode ? { mode } : {}), ...(order ? { order } : {}), ...(sizes ? { sizes } : {}) });
  const { learn } = screen;
  const tab = learnTabs.find((each) => each === learn?.tab);
  if (tab) workspace.learnPlace = { tab, item: learn?.item ?? null };
  const view = views.find(({ id }) => id === screen.view);
  if (view) workspace.view = view.id;
}
