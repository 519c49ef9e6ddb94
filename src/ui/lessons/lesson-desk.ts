/**
 * Which lesson is open, how far the learner got in each, and lessons that were brought along. Remembers progress; runs
 * nothing: the panel does.
 */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import type { Lesson } from "../../playground/lessons/lesson.ts";
import { Remembered } from "../remembered.ts";

/** How far a lesson was gone through. */
export interface LessonProgress {
  /** The step that was open last, counted from 0. */
  readonly index: number;
  /** Whether its end was reached at least once. */
  readonly done: boolean;
}

/** An open lesson. */
export interface OpenLesson {
  readonly lesson: Lesson;
  readonly index: number;
}

const unbegun: LessonProgress = { index: 0, done: false };
/** Of so many lessons progress is remembered. */
const mostRemembered = 100;

/** One a page. */
export class LessonDesk implements Disposable {
  readonly #remembered = new Remembered<Readonly<Record<string, LessonProgress>>>("lessons", readProgress);
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<void>());
  #progress = this.#remembered.get();
  #open: OpenLesson | null = null;
  #brought: readonly Lesson[] = [];

  /** Fires when the open lesson, its step, or any progress changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  get open(): OpenLesson | null {
    return this.#open;
  }

  /** Lessons from files and links, of this visit. */
  get brought(): readonly Lesson[] {
    return this.#brought;
  }

  progress(id: string): LessonProgress {
    // A lesson may be called what every object has.
    return (Object.hasOwn(this.#progress, id) && this.#progress[id]) || unbegun;
  }

  /** Opens a lesson, at `index` or where it was left. */
  begin(lesson: Lesson, index = this.progress(lesson.id).index): void {
    this.#open = { lesson, index };
    this.#onDidChange.fire();
  }

  /** Keeps a lesson that was brought along for this visit. */
  bring(lesson: Lesson): void {
    this.#brought = [...this.#brought.filter(({ id }) => id !== lesson.id), lesson];
    this.#onDidChange.fire();
  }

  /** Notes which step of the open lesson is shown. */
  note(index: number): void {
    if (!this.#open) return;
    this.#open = { ...this.#open, index };
    this.#remember(this.#open.lesson.id, { ...this.progress(this.#open.lesson.id), index });
  }

  /** Notes that the end of the open lesson was reached; it is closed, and begins anew next time. */
  complete(): void {
    if (!this.#open) return;
    const { id } = this.#open.lesson;
    this.#open = null;
    this.#remember(id, { index: 0, done: true });
  }

  /** Closes the lesson; it is found again where it was left. */
  leave(): void {
    this.#open = null;
    this.#onDidChange.fire();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #remember(id: string, progress: LessonProgress): void {
    const { [id]: _, ...others } = this.#progress;
    const kept = Object.entries(others).slice(-(mostRemembered - 1));
    this.#progress = { ...Object.fromEntries(kept), [id]: progress };
    this.#remembered.set(this.#progress);
    this.#onDidChange.fire();
  }
}

function readProgress(stored: unknown): Readonly<Record<string, LessonProgress>> {
  if (typeof stored !== "object" || stored === null) return {};
  return Object.fromEntries(
    Object.entries(stored).flatMap(([id, value]) => {
      if (typeof value !== "object" || value === null) return [];
      const { index, done }: { index?: unknown; done?: unknown } = value;
      return typeof index === "number" && Number.isInteger(index)
        ? [[id, { index, done: done === true }]]
        : [];
    }),
  );
}
