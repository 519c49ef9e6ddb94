/** Figures and findings of the experiment on isolation. Pure. */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Findings } from "./experiment.ts";
import type { Curve, CurvesFigure, SampleGroup } from "./result.ts";
import { median, summary } from "./statistics.ts";
import { digits } from "./words.ts";

/** Pieces of work a second that a witness did, a rate for each stretch. */
export interface WitnessRecord {
  readonly subject: Arrangement;
  /** Its state at the end of the harm. */
  readonly state: string;
  readonly before: readonly number[];
  readonly during: readonly number[];
  readonly after: readonly number[];
}

/** One harm in one place. */
export interface Scene {
  readonly id: string;
  readonly title: string;
  /** The length of a stretch. */
  readonly binMs: number;
  /** What became of the offender, or the kernel. */
  readonly fate: string;
  /** How long the shared kernel took to boot again; `null` where it had not to. */
  readonly rebootMs: number | null;
  readonly records: readonly WitnessRecord[];
}

const share = { name: "work done", unit: "% of before" };
const phases = ["before", "during", "after"] as const;

/** All scenes so far: what witnesses did during each, then each over time. */
export function isolationReport(scenes: readonly Scene[]): Findings {
  const groups = scenes.flatMap((scene) =>
    scene.records.map((record): SampleGroup => ({
      id: `${scene.id} ${record.subject}`,
      name: `${scene.title}: witness ${witnessName(record)}`,
      subject: record.subject,
      values: shares(record).during,
    })),
  );
  return {
    figures: [
      {
        kind: "samples",
        id: "during",
        title: "What the witnesses still got done during the harm",
        quantity: share,
        each: `stretch of ${(scenes[0]?.binMs ?? 0) / 1_000} s`,
        scale: "linear",
        groups,
      },
      ...scenes.map(overTime),
    ],
    findings: scenes.map(words),
  };
}

function overTime({ id, title, binMs, records }: Scene): CurvesFigure {
  const stretches = Math.max(0, ...records.map(({ before }) => before.length));
  const seconds = (index: number): number => ((index + 0.5) * binMs) / 1_000;
  const end = (count: number): number => (count * binMs) / 1_000;
  const during = Math.max(0, ...records.map((record) => record.during.length));
  return {
    kind: "curves",
    id,
    title,
    x: { name: "time", unit: "s" },
    y: share,
    curves: records.map((record): Curve => {
      const each = shares(record);
      const values = phases.flatMap((phase) => each[phase]);
      return {
        id: record.subject,
        name: `Witness ${witnessName(record)}`,
        subject: record.subject,
        line: "solid",
        points: values.map((value, index) => ({ x: seconds(index), values: [value] })),
      };
    }),
    marks: [{ from: end(stretches), to: end(stretches + during), words: "harm" }],
  };
}

/** A witness whose rates before the harm are farther apart than this part of their median was disturbed by others. */
const quietSpread = 0.5;

function noiseWords(records: readonly WitnessRecord[]): string {
  const noisy = records.flatMap((record) => {
    const found = summary(shares(record).before);
    return found && found.upperQuartile - found.lowerQuartile > 100 * quietSpread
      ? [`that of the ${witnessName(record)} was from ${digits(found.least)} to ${digits(found.most)} %`]
      : [];
  });
  return noisy.length === 0
    ? ""
    : ` The host was not quiet: before the harm ${noisy.join(" and ")} of its median.`;
}

function words({ title, fate, rebootMs, records }: Scene): string {
  const each = records.map((record) => {
    const during = median(shares(record).during);
    const state = record.state === "running" ? "" : ` and ended (${record.state})`;
    return `the witness ${witnessName(record)} did ${during === null ? "n/a" : `${digits(during)} %`} of its work${state}`;
  });
  const reboot = rebootMs === null ? "" : ` The kernel was up again after ${digits(rebootMs)} ms, empty.`;
  return `${title}: ${each.join(", ")}; ${fate.replace(/\.$/, "")}.${reboot}${noiseWords(records)}`;
}

function shares(record: WitnessRecord): Record<(typeof phases)[number], readonly number[]> {
  const usual = median(record.before);
  const part = (rates: readonly number[]): readonly number[] =>
    usual === null || usual === 0 ? [] : rates.map((rate) => (100 * rate) / usual);
  return { before: part(record.before), during: part(record.during), after: part(record.after) };
}

function witnessName({ subject }: WitnessRecord): string {
  return arrangementTitles[subject].toLowerCase();
}
