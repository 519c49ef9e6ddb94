/**
 * Looks at parsed JSON from elsewhere: each function gives the value in the shape that is asked for, or says what was
 * wrong where. Knows nothing of what the JSON is about.
 */
import { Failure } from "../../base/failure.ts";

/** A JSON object whose values have not been looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `value` as an object. Fails with `archive-corrupt`, as all of these do. */
export function object(value: unknown, what: string): JsonObject {
  if (isObject(value)) return value;
  throw wrong(what, "an object");
}

export function array(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw wrong(what, "a list");
}

export function text(value: unknown, what: string): string {
  if (typeof value === "string") return value;
  throw wrong(what, "text");
}

export function texts(value: unknown, what: string): readonly string[] {
  return array(value, what).map((item) => text(item, what));
}

export function optionalText(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(what: string, wanted: string): Failure<"archive-corrupt"> {
  return new Failure("archive-corrupt", `The image cannot be read: ${what} must be ${wanted}.`);
}
