/**
 * A lesson as JSON again, as `readLesson` takes it: for links and files.
 */
import type { Lesson, LessonAction } from "./lesson.ts";

/** The JSON of a lesson. */
export function writtenLesson({ steps, ...lesson }: Lesson): unknown {
  return {
    format: "guesthouse-lesson-1",
    ...lesson,
    steps: steps.map(({ actions, ...step }) => ({
      ...step,
      ...(actions.length > 0 ? { actions: actions.map(writtenAction) } : {}),
    })),
  };
}

function writtenAction(action: LessonAction): unknown {
  if (action.kind !== "make") return action;
  const { kind, options } = action.plan;
  return { kind: "make", [kind]: options };
}
