/**
 * What a state would make, and what of it cannot be made here: judged before anything is. Pure.
 */
import type { CatalogImage } from "../../../images/catalog.ts";
import { Failure } from "../../base/failure.ts";
import { checkSandboxOptions } from "../../sandbox/runtime/sandbox-options.ts";
import { guestRequest } from "../guest-request.ts";
import { reservedMiB } from "./machine-plan.ts";
import { planWords } from "./plan-words.ts";
import type { MachineState } from "./playground-state.ts";

/** What there is to make machines from and with. */
export interface JudgedHost {
  readonly images: readonly [CatalogImage, ...CatalogImage[]];
  readonly sandboxImages: readonly string[];
  /** Names of machines that are there. */
  readonly taken: readonly string[];
  /** RAM that guests can still be given, each with what its emulator needs; `Infinity` with overcommit. */
  readonly freeMiB: number;
}

/** A machine of a state. */
export interface JudgedMachine {
  readonly state: MachineState;
  readonly words: string;
  /** Memory that it sets aside, in MiB. */
  readonly reservedMiB: number;
  /** Why it cannot be made; `null` if it can. */
  readonly refusal: string | null;
}

/** All of them, with the memory that those which can be made set aside. */
export interface JudgedState {
  readonly machines: readonly JudgedMachine[];
  readonly reservedMiB: number;
}

/** Judges machines in their order; memory goes to those that come first. */
export function judgeMachines(machines: readonly MachineState[], host: JudgedHost): JudgedState {
  let sumMiB = 0;
  const taken = new Set(host.taken);
  const judged = machines.map((state): JudgedMachine => {
    const { plan } = state;
    const needsMiB = reservedMiB(plan, host.images);
    const refusal =
      why(state, host, taken) ??
      (sumMiB + needsMiB > host.freeMiB
        ? `The host cannot give ${needsMiB} MiB more: ${Math.max(0, host.freeMiB - sumMiB)} MiB are free.`
        : null);
    if (refusal === null) {
      sumMiB += needsMiB;
      if (plan.options.name !== undefined) taken.add(plan.options.name);
    }
    const paused = state.paused ? ", paused" : "";
    const balloon = state.limits?.memoryMiB ? `, its balloon leaving it ${state.limits.memoryMiB} MiB` : "";
    return { state, words: `${planWords(plan)}${balloon}${paused}`, reservedMiB: needsMiB, refusal };
  });
  return { machines: judged, reservedMiB: sumMiB };
}

function why({ plan }: MachineState, host: JudgedHost, taken: ReadonlySet<string>): string | null {
  const { name, image } = plan.options;
  if (name !== undefined && taken.has(name)) return `There is a machine named ${name} already.`;
  try {
    if (plan.kind === "guest") guestRequest(plan.options, host.images, taken);
    else checkSandboxOptions(plan.options);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.message;
  }
  if (plan.kind === "guest" || image === undefined || host.sandboxImages.includes(image)) return null;
  return `There is no image ${image} here: it was brought along as a file.`;
}
