/** Figures and findings of the experiment on overhead. Pure. */
import { arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { Findings } from "./experiment.ts";
import type { SampleGroup, SamplesFigure } from "./result.ts";
import { summary } from "./statistics.ts";
import { digits } from "./words.ts";
import type { Work } from "./works.ts";

/** How long a work took once. */
export interface WorkTime {
  readonly work: string;
  readonly subject: Arrangement | "page";
  readonly run: number;
  readonly tookMs: number;
}

/** Ratios to the page, or where it cannot do the work to the sandbox; then the times themselves. */
export function overheadReport(times: readonly WorkTime[], works: readonly Work[]): Findings {
  const ratios = works.flatMap((work) => ratioGroups(times, work));
  const figures: readonly SamplesFigure[] = [
    {
      kind: "samples",
      id: "ratios",
      title: "How many times as long, run by run",
      quantity: { name: "ratio", unit: "" },
      each: "run",
      scale: "log",
      groups: ratios,
    },
    ...works.map((work): SamplesFigure => ({
      kind: "samples",
      id: work.id,
      title: `${work.title}: time`,
      quantity: { name: "time", unit: "ms" },
      each: "run",
      scale: "log",
      groups: subjectsOf(times, work).map((subject) => ({
        id: subject,
        name: nameOf(subject),
        subject,
        values: valuesOf(times, work, subject),
      })),
    })),
  ];
  const findings = ratios.flatMap(({ name, values }) => {
    const found = summary(values);
    if (!found) return [];
    const { least, most, count } = found;
    return [
      `${name} ${digits(found.median)} at the median of ${count} runs (${digits(least)} to ${digits(most)}).`,
    ];
  });
  return { figures, findings };
}

/** Each run against the same run in the page, or in the sandbox. */
function ratioGroups(times: readonly WorkTime[], work: Work): readonly SampleGroup[] {
  const subjects = subjectsOf(times, work);
  const base =
    subjects.find((subject) => subject === "page") ??
    subjects.find((subject) => subject === "system-sandbox");
  if (base === undefined) return [];
  return subjects
    .filter((subject) => subject !== base)
    .map((subject) => ({
      id: `${work.id} ${subject}`,
      name: `${work.title}: time in ${nameOf(subject).toLowerCase()} ÷ in ${nameOf(base).toLowerCase()}`,
      subject,
      values: times.flatMap((time) => {
        if (time.work !== work.id || time.subject !== subject) return [];
        const other = times.find(
          (each) => each.work === work.id && each.subject === base && each.run === time.run,
        );
        return other && other.tookMs > 0 ? [time.tookMs / other.tookMs] : [];
      }),
    }));
}

function subjectsOf(times: readonly WorkTime[], work: Work): readonly WorkTime["subject"][] {
  const order = [...(Object.keys(arrangementTitles) as Arrangement[]), "page" as const];
  return order.filter((subject) => valuesOf(times, work, subject).length > 0);
}

function valuesOf(times: readonly WorkTime[], { id }: Work, subject: WorkTime["subject"]): readonly number[] {
  return times.filter((time) => time.work === id && time.subject === subject).map(({ tookMs }) => tookMs);
}

function nameOf(subject: WorkTime["subject"]): string {
  return subject === "page" ? "Page" : arrangementTitles[subject];
}
