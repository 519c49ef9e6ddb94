/**
 * Puts the state of the playground, or the lesson that is open, into a link and the link on the clipboard.
 */
import { Failure } from "../../base/failure.ts";
import { builtInLessons } from "../../playground/lessons/built-in-lessons.ts";
import { captureMachines, madeFromFiles } from "../../playground/state-link/capture.ts";
import {
  stateFragment,
  type LessonState,
  type PlaygroundState,
} from "../../playground/state-link/playground-state.ts";
import type { Playground } from "../../playground/playground.ts";
import type { LessonDesk, OpenLesson } from "../lessons/lesson-desk.ts";
import { writtenLesson } from "../../playground/lessons/write-lesson.ts";
import type { Workspace } from "../workspace.ts";
import { captureScreen } from "./screen-state.ts";

/** What a link is made of. */
export interface LinkParts {
  readonly playground: Playground;
  readonly workspace: Workspace;
  readonly desk: LessonDesk;
}

/** The state as it is now. */
function captureState({ playground, workspace, desk }: LinkParts): PlaygroundState {
  return {
    machines: captureMachines(playground),
    ...(playground.capacity.overcommit ? { overcommit: true } : {}),
    screen: captureScreen(workspace, playground),
    ...(desk.open ? { lesson: lessonState(desk.open) } : {}),
  };
}

/** Copies a link to the whole playground; resolves with what to tell of it. */
export function copyStateLink(parts: LinkParts): Promise<string> {
  const left = madeFromFiles(parts.playground);
  const without =
    left.length === 0
      ? ""
      : ` Images brought along as files are not in it: who opens it cannot make ${left.join(", ")} without them.`;
  return copy(captureState(parts), `A link to this playground is on the clipboard.${without}`);
}

/** Copies a link to the open lesson alone. */
export function copyLessonLink(open: OpenLesson): Promise<string> {
  return copy(
    { machines: [], lesson: { ...lessonState(open), step: 0 } },
    `A link to the lesson ${open.lesson.title} is on the clipboard.`,
  );
}

async function copy(state: PlaygroundState, done: string): Promise<string> {
  try {
    const link = new URL(location.href);
    link.hash = await stateFragment(state);
    await navigator.clipboard.writeText(link.href);
    return `${done} It has ${link.href.length} characters.`;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    if (error instanceof DOMException) return "The browser does not let the page write to the clipboard.";
    throw error;
  }
}

function lessonState({ lesson, index }: OpenLesson): LessonState {
  if (builtInLessons.includes(lesson)) return { id: lesson.id, step: index };
  return { lesson: { json: writtenLesson(lesson), read: lesson }, step: index };
}
