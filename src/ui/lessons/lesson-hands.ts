/**
 * Does for the learner what a step's actions say, by the same commands as a click would. Stops at the first that is
 * refused.
 */
import { assertNever } from "../../base/assert-never.ts";
import type { LiveTarget } from "../../playground/learning/live-target.ts";
import type { CommandPlace } from "../../playground/lessons/condition.ts";
import type { LessonAction } from "../../playground/lessons/lesson.ts";
import type { PlaygroundGround } from "../../playground/lessons/playground-ground.ts";
import type { MachineConsole } from "../../playground/machine-console.ts";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import type { MachinePlan } from "../../playground/state-link/machine-plan.ts";
import type { Commands } from "../commands.ts";
import { addPlanned } from "../state-link/add-planned.ts";

/** What the hands reach. */
export interface HandsParts {
  readonly playground: Playground;
  readonly commands: Commands;
  readonly ground: PlaygroundGround;
  readonly show: (target: LiveTarget) => void;
}

const longestPromptMs = 30_000;
const prompt = /[#$>] $/;

/** Does them in order; resolves with the words of a refusal, or `null`. */
export async function doActions(
  actions: readonly LessonAction[],
  parts: HandsParts,
  signal: AbortSignal,
): Promise<string | null> {
  for (const action of actions) {
    if (signal.aborted) return null;
    // oxlint-disable-next-line no-await-in-loop -- one builds on the other
    const refusal = await doAction(action, parts, signal);
    if (refusal !== null) return refusal;
  }
  return null;
}

async function doAction(
  action: LessonAction,
  parts: HandsParts,
  signal: AbortSignal,
): Promise<string | null> {
  const { commands, ground, show } = parts;
  switch (action.kind) {
    case "make":
      return await make(action.plan, parts);
    case "verb": {
      const machine = ground.machine(action.of);
      if (!machine) return missing;
      if (!machine.can(action.verb))
        return `${machine.name} is ${machine.state}: it cannot ${action.verb} now.`;
      commands.perform(action.verb, machine);
      return null;
    }
    case "limits": {
      const machine = ground.machine(action.of);
      return machine ? await commands.setLimits(machine, action.limits) : missing;
    }
    case "type":
      return await type(action.line, action.in, parts, signal);
    case "show":
      show(action.target);
      return null;
    default:
      return assertNever(action);
  }
}

const missing = "There is no such machine yet: do the steps before.";

async function make(plan: MachinePlan, { playground, commands }: HandsParts): Promise<string | null> {
  const known = playground.machines.find(({ name }) => name === plan.options.name);
  if (!known) return await addPlanned(plan, commands);
  if (known.kind !== plan.kind)
    return `There is a ${known.kind} named ${known.name} already: remove it, or make the ${plan.kind} yourself under another name.`;
  revive(known, commands);
  return null;
}

/** One that is there but does not run is started the way its state asks for. */
function revive(machine: PlaygroundMachine, commands: Commands): void {
  const verb = (["resume", "start"] as const).find((each) => machine.can(each));
  if (verb) commands.perform(verb, machine);
}

async function type(
  line: string,
  where: CommandPlace,
  { playground, ground }: HandsParts,
  signal: AbortSignal,
): Promise<string | null> {
  const machine = where === "host" ? null : ground.machine(where);
  if (where !== "host" && !machine) return missing;
  const console = machine?.console ?? playground.hostConsole;
  if (machine && machine.state !== "running" && machine.state !== "starting")
    return `${machine.name} is ${machine.state}: nobody would read what is typed.`;
  const late = AbortSignal.timeout(longestPromptMs);
  try {
    await atPrompt(console, AbortSignal.any([signal, late]));
  } catch (error) {
    if (late.aborted)
      return `There is no prompt in the console of ${machine?.name ?? "the host"}: end what runs there.`;
    if (signal.aborted) return null;
    throw error;
  }
  console.write(`${line}\n`);
  return null;
}

/** A shell that is asked for nothing waits for a line. */
async function atPrompt(console: MachineConsole, signal: AbortSignal): Promise<void> {
  if (!prompt.test(console.text())) await console.waitFor(prompt, { signal });
}
