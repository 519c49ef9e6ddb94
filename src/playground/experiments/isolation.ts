/**
 * Who else suffers when something goes wrong in a machine: an offender beside a witness guest and a witness sandbox that
 * do steady work.
 */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Experiment, Laboratory } from "./experiment.ts";
import type { TestMachine } from "./experiment-host.ts";
import { guestMemoryField, machinesField } from "./fields.ts";
import { harms, harmTitles, harmfulLine, type Harm } from "./harms.ts";
import { isolationReport, type Scene, type WitnessRecord } from "./isolation-figures.ts";
import type { Settings } from "./settings.ts";
import { Witness } from "./witness.ts";

const places: readonly Arrangement[] = ["guest", "system-sandbox"];

/** A stretch for which a rate is given. */
const binMs = 500;

interface Plan {
  /** `null` is the host itself, whose kernel all sandboxes share. */
  readonly place: Arrangement | null;
  readonly harm: Harm;
}

/** Isolation. */
export const isolation: Experiment = {
  id: "isolation",
  title: "Isolation",
  question: "Something goes wrong in one machine: who else suffers?",
  fields: [
    {
      kind: "choices",
      id: "harms",
      title: "What goes wrong",
      hint: "Each in a machine of its own.",
      options: harms.map((id) => ({ id, title: harmTitles[id] })),
      initial: harms,
    },
    machinesField(places),
    {
      kind: "number",
      id: "seconds",
      title: "Each phase",
      unit: "s",
      hint: "Before, during and after.",
      least: 1,
      most: 60,
      initial: 4,
    },
    guestMemoryField(),
    {
      kind: "check",
      id: "sharedPanic",
      title: "Panic the shared kernel too",
      hint: "Ends every sandbox there is. You are asked first.",
      initial: false,
    },
  ],
  endsSandboxes: (settings) => settings.isOn("sharedPanic"),
  method: (settings) => [
    "Two witnesses, a guest and a system sandbox, do the same piece of work again and again (a hundred turns of a loop in their shell) and print a dot after each; how many a second is their throughput. They take all they can get, so what others take from them shows.",
    `An offender is made and brought to its prompt; then ${settings.number("seconds")} s before, ${settings.number("seconds")} s with the harm, ${settings.number("seconds")} s after the offender was removed. Rates are counted over stretches of ${binMs / 1000} s; 100 % is the median before.`,
    "Spinner: a loop that does nothing. Fork bomb: every process starts two more. Memory hog: takes memory until its kernel kills it, again and again. Kernel panic: root writes to /proc/sysrq-trigger; in a guest that is its own kernel's, in a sandbox the shared kernel's, which has to refuse it.",
    "All have the usual limits: a guest its RAM and one vCPU, a sandbox 64 MiB, 256 processes and the weight of any other.",
    "Guests are threads: they get in each other's way when there are fewer cores than busy threads, the page's own among them. Sandboxes share a part of the page's thread, so a busy one takes from another by its weight.",
  ],
  async run(lab, settings) {
    const chosen = settings.chosen("machines", places);
    const plans: Plan[] = settings
      .chosen("harms", harms)
      .flatMap((harm) => chosen.map((place) => ({ place, harm })));
    // Last: nothing of the sandboxes is left then.
    if (settings.isOn("sharedPanic")) plans.push({ place: null, harm: "panic" });
    const scenes: Scene[] = [];
    const crowd = new Witnesses(lab, settings);
    await lab.each(plans, title, async (plan) => {
      scenes.push(await play(lab, settings, plan, await crowd.atWork()));
      lab.report(isolationReport(scenes));
    });
  },
};

function title({ place, harm }: Plan): string {
  const where = place === null ? "shared kernel" : arrangementTitles[place].toLowerCase();
  return `${harmTitles[harm]} in ${place === null ? "the" : "a"} ${where}`;
}

/** The witnesses; one that has ended is made anew. */
class Witnesses {
  readonly #lab: Laboratory;
  readonly #settings: Settings;
  readonly #witnesses = new Map<Arrangement, Witness>();

  constructor(lab: Laboratory, settings: Settings) {
    this.#lab = lab;
    this.#settings = settings;
  }

  async atWork(): Promise<readonly Witness[]> {
    for (const arrangement of places) {
      const known = this.#witnesses.get(arrangement);
      if (known?.isWorking) known.forget();
      else {
        // oxlint-disable-next-line no-await-in-loop -- side by side they would slow each other's start
        this.#witnesses.set(arrangement, await Witness.begin(this.#lab, this.#request(arrangement)));
      }
    }
    return [...this.#witnesses.values()];
  }

  #request(arrangement: Arrangement): { arrangement: Arrangement; memoryMiB?: number } {
    return arrangement === "guest"
      ? { arrangement, memoryMiB: this.#settings.number("guestMiB") }
      : { arrangement };
  }
}

async function play(
  lab: Laboratory,
  settings: Settings,
  plan: Plan,
  witnesses: readonly Witness[],
): Promise<Scene> {
  const { clock, sharedKernel } = lab.host;
  const phaseMs = settings.number("seconds") * 1_000;
  const { place, harm } = plan;
  const memory = place === "guest" ? { memoryMiB: settings.number("guestMiB") } : {};
  const offender = place === null ? null : await lab.ready({ arrangement: place, ...memory });
  lab.tell("before");
  const beforeMs = clock.nowMs();
  await lab.pause(phaseMs);
  lab.tell("during");
  const harmMs = clock.nowMs();
  if (offender) offender.type(harmfulLine(harm, offender.arrangement));
  else await sharedKernel.panic(lab.signal);
  // A kernel takes a moment to panic.
  const duringMs = clock.nowMs();
  await lab.pause(phaseMs);
  const afterMs = clock.nowMs();
  const fate = offender ? fateOf(offender) : "the shared kernel panicked";
  const states = witnesses.map(({ machine }) => machine.state);
  if (offender) await lab.remove(offender);
  else await sharedKernel.boot();
  lab.tell("after");
  const removedMs = clock.nowMs();
  await lab.pause(phaseMs);
  const endMs = clock.nowMs();
  const records = witnesses.map((witness, index): WitnessRecord => ({
    subject: witness.machine.arrangement,
    state: states[index] ?? "gone",
    before: witness.rates(beforeMs, harmMs, binMs),
    during: witness.rates(duringMs, afterMs, binMs),
    after: witness.rates(removedMs, endMs, binMs),
  }));
  const rebootMs = offender ? null : removedMs - afterMs;
  return { title: title(plan), id: `${harm} ${place ?? "host"}`, binMs, fate, rebootMs, records };
}

function fateOf({ state, endReason }: TestMachine): string {
  return state === "running" ? "the offender was still running" : `the offender ended: ${endReason ?? state}`;
}
