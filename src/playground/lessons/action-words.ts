/**
 * What a step would do for the learner, in words: shown before it is done, commands in full. Pure.
 */
import { aTitle } from "../learning/arrangements.ts";
import type { LiveTarget } from "../learning/live-target.ts";
import type { MachineChoice } from "../learning/machine-choice.ts";
import type { MachineLimits } from "../machine-limits.ts";
import { planWords } from "../state-link/plan-words.ts";
import type { CommandPlace } from "./condition.ts";
import type { LessonAction } from "./lesson.ts";

/** A sentence, and the command in it if there is one. */
export interface ActionWords {
  readonly words: string;
  readonly command?: string;
}

/** What is done. */
export function actionWords(action: LessonAction): ActionWords {
  switch (action.kind) {
    case "make":
      return { words: `Make ${planWords(action.plan)}.` };
    case "verb":
      return { words: `${capital(action.verb)} ${choiceWords(action.of)}.` };
    case "limits":
      return { words: `Set ${limitWords(action.limits)} of ${choiceWords(action.of)}.` };
    case "type":
      return { words: `Type into the console of ${placeWords(action.in)}:`, command: action.line };
    case "show":
      return { words: `Show ${targetWords(action.target)}.` };
  }
}

/** Where a command runs. */
export function placeWords(place: CommandPlace): string {
  return place === "host" ? "the host" : choiceWords(place);
}

function choiceWords(choice: MachineChoice): string {
  if (choice.name !== undefined) return choice.name;
  const state = choice.state === undefined ? "" : `${choice.state} `;
  if (choice.kind === "guest")
    return `the first ${state}guest${choice.hypervisor ? ` under ${choice.hypervisor === "type1" ? "type 1" : "type 2"}` : ""}`;
  const kind = choice.sandboxKind === undefined ? "" : `${choice.sandboxKind} `;
  return choice.kind === "sandbox" ? `the first ${state}${kind}sandbox` : `the first ${state}machine`;
}

function limitWords(limits: Partial<MachineLimits>): string {
  const titles: Readonly<Record<keyof MachineLimits, string>> = {
    cpuCap: "the CPU cap in cores",
    cpuWeight: "the CPU weight",
    memoryMiB: "the memory in MiB",
    pidsLimit: "the processes",
  };
  const names = ["cpuCap", "cpuWeight", "memoryMiB", "pidsLimit"] as const;
  return names
    .filter((name) => limits[name] !== undefined)
    .map((name) => `${titles[name]} to ${limits[name] ?? "no limit"}`)
    .join(", ");
}

function targetWords(target: LiveTarget): string {
  switch (target.kind) {
    case "host":
      return `the host's ${target.part}`;
    case "machines":
      return "the list of machines";
    case "host-console":
      return "the host's root shell";
    case "view":
      return `the view ${capital(target.view)}`;
    case "dialog":
      return `the dialog for a new ${target.dialog}`;
    case "box":
      return `the ${target.box.replace("-", " ")} in the anatomy`;
    case "machine-box":
      return `the ${target.box.replace("-", " ")} of ${target.name ?? aTitle(target.of)} in the anatomy`;
    case "machine":
      return `the ${target.section ?? target.part.replace("-", " ")} of ${target.name ?? aTitle(target.of)}`;
  }
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
