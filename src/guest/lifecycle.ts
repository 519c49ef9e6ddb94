/**
 * The states of a guest and which verb fits which: libvirt's names, one table. Pure; knows no worker.
 */

/** All of them. */
export const guestStates = ["shutoff", "starting", "running", "paused", "shutting-down", "crashed"] as const;

/** Where a guest is in its life. */
export type GuestState = (typeof guestStates)[number];

/** What can be asked of a guest; `destroy` and `reset` are the ungraceful ones. */
export type GuestVerb = "start" | "pause" | "resume" | "shutdown" | "reboot" | "reset" | "destroy" | "remove";

const statesForVerb: Readonly<Record<GuestVerb, readonly GuestState[]>> = {
  start: ["shutoff", "crashed"],
  pause: ["running"],
  resume: ["paused"],
  shutdown: ["running"],
  reboot: ["running"],
  reset: ["running", "paused", "shutting-down"],
  destroy: ["starting", "running", "paused", "shutting-down", "crashed"],
  remove: ["shutoff", "crashed"],
};

const states: ReadonlySet<string> = new Set(guestStates);

/** Whether a guest can ever be in a state of this name. */
export function isGuestState(name: string): name is GuestState {
  return states.has(name);
}

/** Whether `verb` fits `state`. */
export function verbFits(verb: GuestVerb, state: GuestState): boolean {
  return statesForVerb[verb].includes(state);
}

/** The states in which `verb` fits, for a message. */
export function statesFor(verb: GuestVerb): readonly GuestState[] {
  return statesForVerb[verb];
}

/** Whether a guest in this state holds a worker and memory of the host. */
export function isActive(state: GuestState): boolean {
  return state !== "shutoff" && state !== "crashed";
}
