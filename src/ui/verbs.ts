/**
 * Verbs as the screen names them, and why one cannot be had now. Pure.
 */
import type { Machine, MachineVerb } from "../playground/machine.ts";
import type { IconName } from "./icons.ts";

const titles: Readonly<Record<MachineVerb, string>> = {
  start: "Start",
  pause: "Pause",
  resume: "Resume",
  shutdown: "Shut down",
  reboot: "Reboot",
  reset: "Reset",
  destroy: "Destroy",
  remove: "Remove",
};

const explanations: Readonly<Record<MachineVerb, string>> = {
  start: "Power on and boot",
  pause: "Stop the processor between two instructions",
  resume: "Let the processor run on",
  shutdown: "Ask the system to power off",
  reboot: "Ask the system to boot anew",
  reset: "Press the reset button; the system is not asked",
  destroy: "Pull the plug; the system is not asked",
  remove: "Take the machine off the list",
};

/** Whether `verb` would lose what `machine` has in its memory, so that the screen asks first. */
export function losesMemory(verb: MachineVerb, machine: Machine): boolean {
  return (verb === "destroy" || verb === "reset") && machine.state !== "crashed" && machine.can(verb);
}

/** What a verb would lose, for the question before it. */
export function verbLoss(verb: MachineVerb, { name }: Machine): string {
  const loss = `Everything in ${name} is in its memory and will be lost`;
  return verb === "reset" ? `${loss}; it then boots anew.` : `${loss}.`;
}

/** The verbs of a machine's menu; the rest have buttons. */
export const menuVerbs = ["reboot", "reset", "destroy", "remove"] as const satisfies readonly MachineVerb[];

/** A verb on a button: `Start`, after a crash `Start again`. */
export function verbTitle(verb: MachineVerb, machine: Machine): string {
  return verb === "start" && machine.state === "crashed" ? "Start again" : titles[verb];
}

/** What a verb does, or why it cannot be had now; for a tooltip. */
export function verbHint(verb: MachineVerb, machine: Machine): string {
  if (machine.can(verb)) return `${verbTitle(verb, machine)}: ${explanations[verb].toLowerCase()}`;
  if (verb === "remove") return `Cannot remove while ${machine.state}: destroy it first`;
  return `Cannot ${titles[verb].toLowerCase()} while ${machine.state}`;
}

/** The verb of a machine's first button, whose place stays when the state changes. */
export function mainVerb(machine: Machine): MachineVerb {
  if (machine.can("start")) return "start";
  return machine.state === "paused" ? "resume" : "pause";
}

/** The icon of a verb that has a button. */
export function verbIcon(verb: MachineVerb): IconName {
  if (verb === "pause") return "pause";
  return verb === "shutdown" ? "power" : "play";
}
