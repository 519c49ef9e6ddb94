/**
 * What can be set about an experiment, declared as data, and given values checked against it. Pure.
 */
import { assertNever } from "../../base/assert-never.ts";
import { Failure } from "../../base/failure.ts";
import type { SettingValue } from "./result.ts";

/** One setting. */
export type SettingField =
  | {
      readonly kind: "number";
      readonly id: string;
      readonly title: string;
      readonly unit: string;
      readonly hint: string;
      /** Whole numbers from `least` to `most`. */
      readonly least: number;
      readonly most: number;
      readonly initial: number;
    }
  | {
      /** At least one of several. */
      readonly kind: "choices";
      readonly id: string;
      readonly title: string;
      readonly hint: string;
      readonly options: readonly { readonly id: string; readonly title: string }[];
      readonly initial: readonly string[];
    }
  | {
      readonly kind: "check";
      readonly id: string;
      readonly title: string;
      readonly hint: string;
      readonly initial: boolean;
    };

/** Checked values of all fields. */
export class Settings {
  readonly values: Readonly<Record<string, SettingValue>>;

  private constructor(values: Readonly<Record<string, SettingValue>>) {
    this.values = values;
  }

  /** Fills in what is not given. Fails with `bad-setting`, which says what can be given. */
  static checked(fields: readonly SettingField[], given: Readonly<Record<string, unknown>>): Settings {
    const unknown = Object.keys(given).find((id) => !fields.some((field) => field.id === id));
    if (unknown !== undefined) {
      const known = fields.map(({ id }) => id).join(", ");
      throw new Failure("bad-setting", `There is no setting "${unknown}". There are: ${known}.`);
    }
    return new Settings(
      Object.fromEntries(fields.map((field) => [field.id, checkedValue(field, given[field.id])])),
    );
  }

  number(id: string): number {
    const value = this.values[id];
    if (typeof value === "number") return value;
    throw new Error(`there is no number "${id}"`);
  }

  isOn(id: string): boolean {
    const value = this.values[id];
    if (typeof value === "boolean") return value;
    throw new Error(`there is no check "${id}"`);
  }

  /** Those that were chosen of `options`, in their order. */
  chosen<T extends string>(id: string, options: readonly T[]): readonly T[] {
    const value = this.values[id];
    if (typeof value !== "object") throw new Error(`there are no choices "${id}"`);
    return options.filter((option) => value.includes(option));
  }
}

/** Why `value` cannot be; `null` when it can. */
export function refusalOf(field: SettingField, value: unknown): string | null {
  switch (field.kind) {
    case "number": {
      const { title, unit, least, most } = field;
      const fits = typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
      return fits
        ? null
        : `${title}: give a whole number from ${least} to ${most}${unit === "" ? "" : ` ${unit}`}.`;
    }
    case "choices": {
      const ids = field.options.map(({ id }) => id);
      const fits =
        Array.isArray(value) &&
        value.length > 0 &&
        value.every((each: unknown) => typeof each === "string" && ids.includes(each));
      return fits ? null : `${field.title}: choose at least one of ${ids.join(", ")}.`;
    }
    case "check":
      return typeof value === "boolean" ? null : `${field.title}: give true or false.`;
    default:
      return assertNever(field);
  }
}

function checkedValue(field: SettingField, given: unknown): SettingValue {
  if (given === undefined) return field.initial;
  const refusal = refusalOf(field, given);
  if (refusal !== null) throw new Failure("bad-setting", refusal);
  return given as SettingValue;
}
