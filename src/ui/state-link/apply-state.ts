/**
 * Makes what a link describes, after the user has agreed: machines in their order, then how they are held, then what
 * the screen shows and the lesson. Runs no command in any machine.
 */
import { builtInLessons } from "../../playground/lessons/built-in-lessons.ts";
import type { Playground } from "../../playground/playground.ts";
import type {
  LessonState,
  MachineState,
  PlaygroundState,
} from "../../playground/state-link/playground-state.ts";
import type { Commands } from "../commands.ts";
import type { LessonDesk } from "../lessons/lesson-desk.ts";
import type { Workspace } from "../workspace.ts";
import { addPlanned } from "./add-planned.ts";
import { applyScreen } from "./screen-state.ts";

/** Where a state is made. */
export interface ApplyParts {
  readonly playground: Playground;
  readonly workspace: Workspace;
  readonly commands: Commands;
  readonly desk: LessonDesk;
  /** Tells what was refused. */
  readonly tell: (words: string) => void;
}

const longestStartMs = 60_000;

/** Makes `machines` of the state, and the rest of it; resolves with what was refused, in words. */
export async function applyState(
  state: PlaygroundState,
  machines: readonly MachineState[],
  parts: ApplyParts,
): Promise<readonly string[]> {
  const refused: string[] = [];
  // Only with machines, as only they were asked about.
  if (state.overcommit && machines.length > 0) parts.playground.capacity.overcommit = true;
  for (const machine of machines) {
    // oxlint-disable-next-line no-await-in-loop -- they come in their order, and one's memory may not be left for the next
    const refusal = await addOne(machine, parts);
    if (refusal !== null) refused.push(refusal);
  }
  if (state.screen) applyScreen(state.screen, parts.workspace, parts.playground);
  if (state.lesson) openLesson(state.lesson, parts.desk);
  return refused;
}

async function addOne({ plan, limits, paused }: MachineState, parts: ApplyParts): Promise<string | null> {
  const { playground, commands } = parts;
  const before = new Set(playground.machines);
  const refusal = await addPlanned(plan, commands);
  if (refusal !== null) return refusal;
  const machine = playground.machines.find((each) => !before.has(each));
  if (!machine) return null;
  const refusedLimits = limits ? await commands.setLimits(machine, limits) : null;
  if (paused) {
    // When it has booted; that it does not is told elsewhere.
    machine.waitForState("running", { signal: AbortSignal.timeout(longestStartMs) }).then(
      () => commands.perform("pause", machine),
      () => undefined,
    );
  }
  return refusedLimits;
}

function openLesson({ id, lesson, step }: LessonState, desk: LessonDesk): void {
  if (lesson) {
    desk.bring(lesson.read);
    desk.begin(lesson.read, step);
    return;
  }
  const known = builtInLessons.find((each) => each.id === id);
  if (known) desk.begin(known, step);
}
