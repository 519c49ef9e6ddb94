/**
 * A step of a lesson on the screen: what it says, what it waits for, what it would do, with every command in sight
 * before it is run.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { LiveTarget } from "../../playground/learning/live-target.ts";
import { actionWords, placeWords } from "../../playground/lessons/action-words.ts";
import { outputConditions } from "../../playground/lessons/condition.ts";
import type { StepState } from "../../playground/lessons/lesson-run.ts";
import type { LessonStep } from "../../playground/lessons/lesson.ts";
import { icon } from "../icons.ts";
import { plainParagraphs } from "./plain-paragraphs.ts";

/** What can be asked for in a step, and how the last of it went. */
export interface StepHandlers {
  readonly refusal: string | null;
  readonly acting: boolean;
  readonly show: (target: LiveTarget) => void;
  readonly act: () => void;
  readonly check: () => void;
}

/** The step. */
export function stepBody(step: LessonStep, state: StepState, handlers: StepHandlers): TemplateResult {
  const { show, actions } = step;
  return html`<h3>${step.title}</h3>
    ${plainParagraphs(step.text)}${goal(step, state, handlers)}
    <div class="row">
      ${show ? html`<button @click=${() => handlers.show(show)}>${icon("eye")} Show me</button>` : nothing}
      ${
        actions.length > 0
          ? html`<button ?disabled=${handlers.acting} aria-describedby="actions" @click=${handlers.act}>
              ${icon("play")} Do it for me
            </button>`
          : nothing
      }
    </div>
    ${handlers.refusal === null ? nothing : html`<p class="refusal" role="alert">${handlers.refusal}</p>`}
    ${actions.length > 0 ? actionList(step) : nothing}
    ${
      step.hint === undefined
        ? nothing
        : html`<details>
            <summary>Hint</summary>
            ${plainParagraphs(step.hint)}
          </details>`
    }`;
}

function actionList({ actions }: LessonStep): TemplateResult {
  return html`<details id="actions" open>
    <summary>What “Do it for me” does</summary>
    <ul>
      ${actions.map((action) => {
        const { words, command } = actionWords(action);
        return html`<li>${words}${command === undefined ? nothing : html` <code>${command}</code>`}</li>`;
      })}
    </ul>
  </details>`;
}

function goal(step: LessonStep, state: StepState, handlers: StepHandlers): TemplateResult | typeof nothing {
  const { check } = step;
  if (!check) return nothing;
  const met = state.kind === "met";
  const commands = outputConditions(check.when);
  return html`<div class="goal ${met ? "met" : ""}">
      ${icon(met ? "done" : "goal")}
      <div>
        <p>${check.goal}</p>
        <small>${met ? "Done" : state.kind === "checking" ? "Checking" : "Waiting for this"}</small>
        ${state.kind === "waiting" && state.missed !== null ? html`<p class="missed">${state.missed}</p>` : nothing}
      </div>
    </div>
    ${
      commands.length === 0
        ? nothing
        : html`<div class="row">
              <button
                class=${met ? "" : "primary"}
                ?disabled=${state.kind !== "waiting"}
                @click=${handlers.check}
              >
                Check
              </button>
            </div>
            <details open>
              <summary>What “Check” runs, beside the consoles</summary>
              <ul>
                ${commands.map(({ in: place, command }) => html`<li>In ${placeWords(place)}: <code>${command}</code></li>`)}
              </ul>
            </details>`
    }`;
}
