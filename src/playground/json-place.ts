/**
 * Looks at parsed JSON that somebody else wrote: each question gives a value of the shape and size that is asked for, or
 * a failure that names the place and says what belongs there. Knows nothing of what the JSON is about.
 */
import { Failure } from "../base/failure.ts";

/** A value in a JSON document, and where it is. Every question fails with the code that the document was given. */
export class JsonPlace<Code extends string> {
  readonly #value: unknown;
  readonly #path: string;
  readonly #code: Code;

  /** `path` is what the value is called in messages. */
  constructor(value: unknown, path: string, code: Code) {
    this.#value = value;
    this.#path = path;
    this.#code = code;
  }

  /** Whether there is a value. */
  get isGiven(): boolean {
    return this.#value !== undefined;
  }

  /** The value as it is, for a reader of its own. */
  get whatever(): unknown {
    return this.#value;
  }

  get isNull(): boolean {
    return this.#value === null;
  }

  get isText(): boolean {
    return typeof this.#value === "string";
  }

  /** A failure that says what belongs here. */
  refusal(wanted: string): Failure<Code> {
    return new Failure(this.#code, `${this.#path} must be ${wanted}.`);
  }

  /** Its fields; refuses one that is not among `names`, so that a misspelt one is not passed over. */
  object<Name extends string>(names: readonly Name[]): Readonly<Record<Name, JsonPlace<Code>>> {
    const fields = this.#entries("an object");
    const known: readonly string[] = names;
    const stranger = fields.find(([name]) => !known.includes(name));
    if (stranger) {
      throw new Failure(
        this.#code,
        `${this.#path} has the unknown field ${JSON.stringify(stranger[0].slice(0, 40))}. It can have: ${names.join(", ")}.`,
      );
    }
    const places = names.map((name) => [name, this.#field(fields, name)] as const);
    return Object.fromEntries(places) as Record<Name, JsonPlace<Code>>;
  }

  /** The names of its fields, of which there may be `most`. */
  record(most: number): readonly (readonly [name: string, place: JsonPlace<Code>])[] {
    const fields = this.#entries(`an object of at most ${most} fields`);
    if (fields.length > most) throw this.refusal(`an object of at most ${most} fields`);
    return fields.map(([name]) => [name, this.#field(fields, name)]);
  }

  list({ least = 0, most }: { readonly least?: number; readonly most: number }): readonly JsonPlace<Code>[] {
    const value = this.#value;
    if (!Array.isArray(value) || value.length < least || value.length > most)
      throw this.refusal(least > 0 ? `a list of ${least} to ${most}` : `a list of at most ${most}`);
    return value.map((item, index) => new JsonPlace<Code>(item, `${this.#path}[${index}]`, this.#code));
  }

  /** Text of `least` (default 1) to `most` characters. */
  text({ least = 1, most }: { readonly least?: number; readonly most: number }): string {
    const value = this.#value;
    if (typeof value === "string" && value.length >= least && value.length <= most) return value;
    throw this.refusal(`text of ${least} to ${most} characters`);
  }

  flag(): boolean {
    if (typeof this.#value === "boolean") return this.#value;
    throw this.refusal("true or false");
  }

  number({ least, most }: { readonly least: number; readonly most: number }): number {
    const value = this.#value;
    if (typeof value === "number" && Number.isFinite(value) && value >= least && value <= most) return value;
    throw this.refusal(`a number from ${least} to ${most}`);
  }

  whole(bounds: { readonly least: number; readonly most: number }): number {
    const value = this.number(bounds);
    if (Number.isInteger(value)) return value;
    throw this.refusal(`a whole number from ${bounds.least} to ${bounds.most}`);
  }

  oneOf<Value extends string>(values: readonly Value[]): Value {
    const found = values.find((value) => value === this.#value);
    if (found !== undefined) return found;
    throw this.refusal(`one of ${values.join(", ")}`);
  }

  /** What `read` makes of it, or `undefined` where there is nothing. */
  optional<T>(read: (place: this) => T): T | undefined {
    return this.isGiven ? read(this) : undefined;
  }

  /** What `read` makes of it, or `null` where it is. */
  nullable<T>(read: (place: this) => T): T | null {
    return this.isNull ? null : read(this);
  }

  #entries(wanted: string): readonly [string, unknown][] {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.refusal(wanted);
    return Object.entries(value);
  }

  #field(fields: readonly [string, unknown][], name: string): JsonPlace<Code> {
    const value = fields.find(([each]) => each === name)?.[1];
    return new JsonPlace<Code>(value, `${this.#path}.${name.slice(0, 40)}`, this.#code);
  }
}

/** `fields` without those that are `undefined`. */
export function given<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
