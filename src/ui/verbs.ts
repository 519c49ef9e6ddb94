/**
 * Verbs as the screen names them for each kind of machine, and why one cannot be had now. Pure.
 */
import type { Machine, MachineVerb } from "../playground/machine.ts";
import type { IconName } from "./icons.ts";

interface Words {
  readonly title: string;
  /** What it does; the title goes before it. */
  readonly does: string;
}

const words: Readonly<Record<Machine["kind"], Readonly<Record<MachineVerb, Words>>>> = {
  guest: {
    start: { title: "Start", does: "power on and boot" },
    pause: { title: "Pause", does: "stop the processor between two instructions" },
    resume: { title: "Resume", does: "let the processor run on" },
    shutdown: { title: "Shut down", does: "ask the system to power off" },
    reboot: { title: "Reboot", does: "ask the system to boot anew" },
    reset: { title: "Reset", does: "press the reset button; the system is not asked" },
    destroy: { title: "Destroy", does: "pull the plug; the system is not asked" },
    remove: { title: "Remove", does: "take the machine off the list" },
  },
  sandbox: {
    start: { title: "Start", does: "run its first process" },
    pause: { title: "Pause", does: "freeze its cgroup; no process of it runs" },
    resume: { title: "Resume", does: "thaw its cgroup" },
    shutdown: { title: "Stop", does: "SIGTERM, then SIGKILL after 10 s" },
    reboot: { title: "Restart", does: "stop it, then start it" },
    reset: { title: "Kill and start", does: "SIGKILL to all its processes, then start it" },
    destroy: { title: "Kill", does: "SIGKILL to all its processes at once" },
    remove: { title: "Remove", does: "delete it and all it wrote" },
  },
};

/** Whether `verb` would lose what nobody can bring back, so that the screen asks first. */
export function losesMemory(verb: MachineVerb, machine: Machine): boolean {
  if (!machine.can(verb)) return false;
  if (verb === "remove") return machine.kind === "sandbox" && machine.state !== "created";
  return (verb === "destroy" || verb === "reset") && machine.state !== "crashed";
}

/** What a verb would lose, for the question before it. */
export function verbLoss(verb: MachineVerb, { kind, name }: Machine): string {
  if (verb === "remove") return `All that ${name} wrote to its file system will be lost.`;
  const loss =
    kind === "guest"
      ? `Everything in ${name} is in its memory and will be lost`
      : `What the processes of ${name} have in memory will be lost; what they wrote to files stays`;
  const then = kind === "guest" ? "it then boots anew" : "it then starts anew";
  return verb === "reset" ? `${loss}; ${then}.` : `${loss}.`;
}

/** The verbs of a machine's menu; the rest have buttons. */
export const menuVerbs = ["reboot", "reset", "destroy", "remove"] as const satisfies readonly MachineVerb[];

/** A verb on a button: `Start`, after an end `Start again`. */
export function verbTitle(verb: MachineVerb, { kind, state }: Machine): string {
  const again = verb === "start" && (state === "crashed" || state === "exited");
  return again ? "Start again" : words[kind][verb].title;
}

/** What a verb does, or why it cannot be had now; for a tooltip. */
export function verbHint(verb: MachineVerb, machine: Machine): string {
  const { title, does } = words[machine.kind][verb];
  if (machine.can(verb)) return `${verbTitle(verb, machine)}: ${does}`;
  if (verb === "remove") {
    return `Cannot remove while ${machine.state}: ${machine.kind === "guest" ? "destroy" : "stop"} it first`;
  }
  return `Cannot ${title.toLowerCase()} while ${machine.state}`;
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
