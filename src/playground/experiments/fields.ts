/** Settings that several experiments have. */
import { arrangements, arrangementTitles, type Arrangement } from "./arrangement.ts";
import type { SettingField } from "./settings.ts";

/** How often everything is measured. */
export function runsField(initial: number, most = 50): SettingField {
  return {
    kind: "number",
    id: "runs",
    title: "Runs",
    unit: "",
    hint: "Each is measured so often, in turns.",
    least: 1,
    most,
    initial,
  };
}

/** Which kinds of machines take part. */
export function machinesField(
  options: readonly Arrangement[] = arrangements,
  initial: readonly Arrangement[] = options,
): SettingField {
  return {
    kind: "choices",
    id: "machines",
    title: "Machines",
    hint: "Which kinds take part.",
    options: options.map((id) => ({ id, title: arrangementTitles[id] })),
    initial,
  };
}

/** RAM of guests. */
export function guestMemoryField(initial = 32): SettingField {
  return {
    kind: "number",
    id: "guestMiB",
    title: "Guest memory",
    unit: "MiB",
    hint: "RAM of each guest; the emulator takes some more beside it.",
    least: 24,
    most: 2047,
    initial,
  };
}
