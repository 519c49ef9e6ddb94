/**
 * The whole state of a playground as plain data: machines with options and limits, what the screen shows, the lesson.
 * Read strictly, since it comes out of links that anybody can write.
 */
import { Failure } from "../../base/failure.ts";
import { given, JsonPlace } from "../json-place.ts";
import type { MachineLimits } from "../machine-limits.ts";
import { readLesson } from "../lessons/read-lesson.ts";
import type { Lesson } from "../lessons/lesson.ts";
import { packJson, unpackJson } from "./packed-json.ts";
import { readGuestOptions, readSandboxOptions, type MachinePlan } from "./machine-plan.ts";

type Place = JsonPlace<"bad-link">;

/** A machine of a state. */
export interface MachineState {
  readonly plan: MachinePlan;
  /** What it may take, where that cannot be said when it is made: a guest's balloon. */
  readonly limits?: Partial<MachineLimits>;
  readonly paused?: boolean;
}

/** Sizes of tiles by shape, as shares. */
export type TileShares = Readonly<
  Record<string, { readonly rows: readonly number[]; readonly columns: readonly (readonly number[])[] }>
>;

/** What the screen shows; names that the screen does not know are passed over by it. */
export interface ScreenState {
  readonly view?: string;
  readonly learn?: { readonly tab: string; readonly item: string | null };
  readonly mode?: "tiles" | "tabs";
  /** Machines by name, in the order of their tiles. */
  readonly order?: readonly string[];
  readonly hidden?: readonly string[];
  readonly inspected?: readonly string[];
  readonly sizes?: TileShares;
  readonly listWidthPx?: number;
}

/** A lesson at a step: one that comes with the page, by its id, or the lesson itself as its author wrote it. */
export interface LessonState {
  readonly id?: string;
  readonly lesson?: { readonly json: unknown; readonly read: Lesson };
  readonly step: number;
}

/** All of it. */
export interface PlaygroundState {
  readonly machines: readonly MachineState[];
  /** Guests may be given more memory than the host has. */
  readonly overcommit?: boolean;
  readonly screen?: ScreenState;
  readonly lesson?: LessonState;
}

const format = "1";
const mostMachines = 32;
const name = { most: 63 };

/** The fragment of a link, without `#`. Fails with `link-too-long`. */
export async function stateFragment(state: PlaygroundState): Promise<string> {
  const machines = state.machines.map(({ plan: { kind, options }, ...rest }) => ({
    [kind]: options,
    ...rest,
  }));
  const { lesson } = state;
  return `state=${format}.${await packJson({
    ...(machines.length > 0 ? { machines } : {}),
    ...(state.overcommit ? { overcommit: true } : {}),
    ...(state.screen ? { screen: state.screen } : {}),
    ...(lesson
      ? {
          lesson: {
            ...(lesson.lesson ? { lesson: lesson.lesson.json } : { id: lesson.id }),
            step: lesson.step,
          },
        }
      : {}),
  })}`;
}

/** The state in a fragment; `null` if it holds none. Fails with `bad-link`. */
export async function readStateFragment(fragment: string): Promise<PlaygroundState | null> {
  const packed = /^#?state=([^.]*)\.(.*)$/s.exec(fragment);
  if (!packed) return null;
  const [, version = "", text = ""] = packed;
  if (version !== format) {
    const shown = version.slice(0, 12);
    throw new Failure(
      "bad-link",
      `It was made by another version of this page: format ${shown}, and this page reads ${format}.`,
    );
  }
  return readPlaygroundState(await unpackJson(text));
}

/** Reads a state out of JSON. Fails with `bad-link`. */
export function readPlaygroundState(json: unknown): PlaygroundState {
  const place: Place = new JsonPlace(json, "state", "bad-link");
  const fields = place.object(["machines", "overcommit", "screen", "lesson"]);
  const machines =
    fields.machines.optional((list) => list.list({ most: mostMachines }).map(readMachine)) ?? [];
  const names = machines.flatMap(({ plan }) => plan.options.name ?? []);
  const twice = names.find((each, at) => names.indexOf(each) !== at);
  if (twice !== undefined) throw new Failure("bad-link", `It has two machines named ${twice}.`);
  return {
    machines,
    ...given({
      overcommit: fields.overcommit.optional((overcommit) => overcommit.flag()),
      screen: fields.screen.optional(readScreen),
      lesson: fields.lesson.optional(readLessonState),
    }),
  };
}

function readMachine(place: Place): MachineState {
  const fields = place.object(["guest", "sandbox", "limits", "paused"]);
  if (fields.guest.isGiven === fields.sandbox.isGiven) throw place.refusal("either a guest or a sandbox");
  const plan: MachinePlan = fields.guest.isGiven
    ? { kind: "guest", options: readGuestOptions(fields.guest) }
    : { kind: "sandbox", options: readSandboxOptions(fields.sandbox) };
  return {
    plan,
    ...given({
      limits: fields.limits.optional(readLimits),
      paused: fields.paused.optional((paused) => paused.flag()),
    }),
  };
}

function readLimits(place: Place): Partial<MachineLimits> {
  const { memoryMiB } = place.object(["memoryMiB"]);
  return { memoryMiB: memoryMiB.number({ least: 1, most: 65_536 }) };
}

function readScreen(place: Place): ScreenState {
  const fields = place.object([
    "view",
    "learn",
    "mode",
    "order",
    "hidden",
    "inspected",
    "sizes",
    "listWidthPx",
  ]);
  const names = (list: Place): readonly string[] => list.list({ most: 64 }).map((each) => each.text(name));
  return given({
    view: fields.view.optional((view) => view.text({ most: 20 })),
    learn: fields.learn.optional((learn) => {
      const { tab, item } = learn.object(["tab", "item"]);
      return { tab: tab.text({ most: 20 }), item: item.nullable((each) => each.text({ most: 60 })) };
    }),
    mode: fields.mode.optional((mode) => mode.oneOf(["tiles", "tabs"])),
    order: fields.order.optional(names),
    hidden: fields.hidden.optional(names),
    inspected: fields.inspected.optional(names),
    sizes: fields.sizes.optional(readSizes),
    listWidthPx: fields.listWidthPx.optional((width) => width.number({ least: 0, most: 10_000 })),
  });
}

function readSizes(place: Place): TileShares {
  const share = (each: Place): number => each.number({ least: 0.001, most: 1 });
  return Object.fromEntries(
    place.record(64).map(([shape, sizes]) => {
      const { rows, columns } = sizes.object(["rows", "columns"]);
      return [
        shape.slice(0, 40),
        {
          rows: rows.list({ most: 16 }).map(share),
          columns: columns.list({ most: 16 }).map((row) => row.list({ most: 16 }).map(share)),
        },
      ];
    }),
  );
}

function readLessonState(place: Place): LessonState {
  const fields = place.object(["id", "lesson", "step"]);
  return {
    step: fields.step.whole({ least: 0, most: 29 }),
    ...given({
      id: fields.id.optional((id) => id.text({ most: 60 })),
      lesson: fields.lesson.optional((lesson) => ({
        json: lesson.whatever,
        read: readLesson(lesson.whatever),
      })),
    }),
  };
}
