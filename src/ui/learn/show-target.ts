/**
 * Brings something on the screen into sight, gives it the keyboard and draws a frame around it for a while: what words
 * and lessons mean by "show". Machines that are not there are told of, not made.
 */
import { assertNever } from "../../base/assert-never.ts";
import { arrangement } from "../../playground/learning/arrangements.ts";
import type { LiveTarget } from "../../playground/learning/live-target.ts";
import { chosen } from "../../playground/learning/machine-choice.ts";
import { machineFacts } from "../../playground/learning/machine-facts.ts";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import { hostPlace } from "../place.ts";
import type { Workspace } from "../workspace.ts";
import { spotlight } from "./spotlight.ts";

/** What is needed to show something. `root` is where the screen's parts are. */
export interface ShowParts {
  readonly root: ParentNode;
  readonly playground: Playground;
  readonly workspace: Workspace;
  readonly openDialog: (dialog: "guest" | "sandbox") => void;
}

type MachineTarget = Extract<LiveTarget, { kind: "machine" }>;
type BoxTarget = Extract<LiveTarget, { kind: "machine-box" }>;

/** The machine that a target means: one that runs, if there is one. */
export function targetMachine(
  { of, name }: MachineTarget | BoxTarget,
  playground: Playground,
): PlaygroundMachine | null {
  const sample = playground.monitor.latest();
  const pairs = playground.machines.map((machine) => ({ ...machineFacts(machine, sample), machine }));
  const meant = chosen(pairs, arrangement(of).which);
  const best =
    meant.find((each) => each.name === name) ?? meant.find(({ state }) => state === "running") ?? meant[0];
  return best?.machine ?? null;
}

/** Shows it; resolves when it is there, with whether there is such a thing. */
export async function showTarget(target: LiveTarget, parts: ShowParts): Promise<boolean> {
  const { root, workspace, playground } = parts;
  switch (target.kind) {
    case "host":
      return await point(
        () => all(root, ["gh-host-bar", ".resource, .kernels"])[hostOrder.indexOf(target.part)] ?? null,
      );
    case "machines":
      return await point(() => inside(root, ["gh-machine-list"]));
    case "host-console":
      workspace.select(hostPlace);
      return await point(() => inside(root, ["gh-consoles", "gh-host-tile"]));
    case "view":
      workspace.view = target.view;
      return await point(() => inside(root, ["main"]));
    case "dialog":
      parts.openDialog(target.dialog);
      return true;
    case "box":
      return await showBox(`[data-box^="${target.box}"]`, parts);
    case "machine-box": {
      const machine = targetMachine(target, playground);
      // What guests of the type 1 hypervisor stand on is all of theirs.
      const shared = target.box === "hypervisor" && target.of === "type-1-guest";
      return (
        machine !== null &&
        (await showBox(`[data-box="${shared ? "bare-hypervisor" : `${machine.id}/${target.box}`}"]`, parts))
      );
    }
    case "machine": {
      const machine = targetMachine(target, playground);
      return machine !== null && (await showMachine(target, machine, parts));
    }
    default:
      return assertNever(target);
  }
}

/** The parts of the host's bar, in their order on the screen. */
const hostOrder: readonly string[] = ["cores", "memory", "kernels"];

async function showMachine(
  { part, section }: MachineTarget,
  machine: PlaygroundMachine,
  { root, workspace }: ShowParts,
): Promise<boolean> {
  const wantsDetails = part === "details" || part === "limits";
  workspace.setInspected(machine, wantsDetails);
  const tile = (): Element | null =>
    all(root, ["gh-consoles", "gh-console-tile"]).find(
      (each) => "machine" in each && each.machine === machine,
    ) ?? null;
  await appears(tile);
  if (wantsDetails && machine.kind === "sandbox") {
    const shown = section ?? "limits";
    const tab = await appears(() => within(tile(), ["gh-sandbox-details", `#tab-${shown}`]));
    if (tab instanceof HTMLElement) tab.click();
  }
  if (part === "kernel-messages" || part === "console") {
    const line = part === "console" ? "#tab-console" : "#tab-serial";
    const tab = await appears(() => within(tile(), [line]));
    if (tab instanceof HTMLElement) tab.click();
  }
  return await point(tile);
}

/** A box of the anatomy, with what there is to read of it. */
async function showBox(selector: string, { root, workspace }: ShowParts): Promise<boolean> {
  workspace.view = "anatomy";
  const find = (): Element | null => inside(root, ["gh-anatomy-view", "gh-anatomy-diagram", selector]);
  const box = await appears(find, mostFrames.anatomy);
  box?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  return await point(find);
}

/** How long to wait: a view comes at once, the anatomy when the machines have answered. */
const mostFrames = { usual: 60, anatomy: 300 };

async function point(find: () => Element | null): Promise<boolean> {
  const element = await appears(find);
  if (!element) return false;
  spotlight(element);
  return true;
}

/** What `find` finds within some frames: views come in their own time. */
async function appears(find: () => Element | null, most = mostFrames.usual): Promise<Element | null> {
  for (let frames = 0; frames < most; frames++) {
    const found = find();
    if (found) return found;
    // oxlint-disable-next-line no-await-in-loop -- the screen is looked at frame by frame
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return null;
}

/** The element that `path` leads to, each part being looked for in the shadow root of the one before. */
function inside(root: ParentNode, path: readonly string[]): Element | null {
  return all(root, path)[0] ?? null;
}

function within(element: Element | null, path: readonly string[]): Element | null {
  return element?.shadowRoot ? inside(element.shadowRoot, path) : null;
}

function all(root: ParentNode, [selector, ...rest]: readonly string[]): readonly Element[] {
  if (selector === undefined) return [];
  const found = Array.from(root.querySelectorAll(selector));
  if (rest.length === 0) return found;
  return found.flatMap((each) => (each.shadowRoot ? all(each.shadowRoot, rest) : []));
}
