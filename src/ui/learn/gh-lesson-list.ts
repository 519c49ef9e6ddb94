/**
 * All lessons: those that come with the page and those that were brought along, how far each was gone through, and a
 * way to bring more.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Failure } from "../../base/failure.ts";
import { builtInLessons } from "../../playground/lessons/built-in-lessons.ts";
import type { Lesson } from "../../playground/lessons/lesson.ts";
import { longestLesson, readLessonText } from "../../playground/lessons/read-lesson.ts";
import { lessonDeskContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import type { LessonDesk } from "../lessons/lesson-desk.ts";
import { base, buttons } from "../styles/shared.ts";
import { learnPartStyles } from "./learn-part-styles.ts";
import { lessonListStyles } from "./lesson-list-styles.ts";

/** Fills its area. */
@customElement("gh-lesson-list")
export class GhLessonList extends LitElement {
  static override styles = [base, buttons, learnPartStyles, lessonListStyles];

  @consume({ context: lessonDeskContext, subscribe: true }) desk?: LessonDesk;
  @state() private refusal: string | null = null;

  constructor() {
    super();
    void new EvtController(this, () => this.desk?.onDidChange);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { desk } = this;
    if (!desk) return nothing;
    const lessons = [...builtInLessons, ...desk.brought];
    const done = lessons.filter(({ id }) => desk.progress(id).done).length;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Lessons">
      <p class="lead">
        A lesson goes on beside your machines: each step says what to do, and notices in the machines when it
        is done. ${done > 0 ? html`<span>${done} of ${lessons.length} completed.</span>` : nothing}
      </p>
      <ol>
        ${lessons.map((lesson) => this.#entry(lesson, desk))}
      </ol>
      <h2>A lesson of your own</h2>
      <p>
        A lesson is a JSON file: text, commands and conditions, described in the project's README. What it
        would do is shown before it is done.
      </p>
      <label class="file">
        Open a lesson from a file
        <input type="file" accept=".json,application/json" @change=${this.#bring} />
      </label>
      ${this.refusal === null ? nothing : html`<p class="refusal" role="alert">${this.refusal}</p>`}
    </div>`;
  }

  #entry(lesson: Lesson, desk: LessonDesk): TemplateResult {
    const { id, title, summary, minutes, steps } = lesson;
    const { index, done } = desk.progress(id);
    const open = desk.open?.lesson === lesson;
    const verb = open ? "Open" : index > 0 ? "Go on" : done ? "Again" : "Begin";
    const brought = desk.brought.includes(lesson);
    return html`<li ?data-open=${open}>
      <div>
        <h3>${title}</h3>
        <p>${summary}</p>
        <p class="facts">
          ${steps.length} steps, about ${minutes}
          min${brought ? ", brought along" : ""}${done ? html` · <strong>Completed</strong>` : nothing}${
            index > 0 ? html` · at step ${index + 1}` : nothing
          }
        </p>
      </div>
      <button
        class=${open || done ? "" : "primary"}
        ?disabled=${open}
        aria-label="${verb}: ${title}"
        @click=${() => desk.begin(lesson)}
      >
        ${verb}
      </button>
    </li>`;
  }

  readonly #bring = async (event: Event & { currentTarget: HTMLInputElement }): Promise<void> => {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (!file || !this.desk) return;
    this.refusal = null;
    try {
      if (file.size > 4 * longestLesson)
        throw new Failure("bad-lesson", `${file.name} is too large for a lesson.`);
      const lesson = readLessonText(await file.text());
      this.desk.bring(lesson);
      this.desk.begin(lesson);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.refusal = `${file.name} cannot be used. ${error.message}`;
    } finally {
      // The same file can be chosen again when it has been mended.
      input.value = "";
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-lesson-list": GhLessonList;
  }
}
