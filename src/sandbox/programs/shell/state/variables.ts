/**
 * The variables of a shell with their attributes, and the scopes that functions and assignments before commands open.
 * Knows nothing of expansion.
 */
import { ShellFailure } from "./shell-failure.ts";

/** A variable; `value` null when it is declared but unset. */
interface Variable {
  readonly value: string | null;
  readonly exported: boolean;
  readonly readOnly: boolean;
}

/** Variables, by name. */
export class Variables {
  readonly #variables: Map<string, Variable>;
  /** Of each open scope, what its names were before. */
  readonly #scopes: Map<string, Variable | null>[];
  /** Tells of every change, with the new value. */
  readonly #changed: (name: string, value: string | null) => void;
  /** Values that are made when asked for. */
  readonly #computed: ReadonlyMap<string, () => string>;

  constructor(
    computed: ReadonlyMap<string, () => string>,
    changed: (name: string, value: string | null) => void,
    from?: Variables,
  ) {
    this.#computed = computed;
    this.#changed = changed;
    this.#variables = new Map(from ? from.#variables : []);
    this.#scopes = from ? from.#scopes.map((scope) => new Map(scope)) : [];
  }

  /** Characters of all values. */
  get length(): number {
    let length = 0;
    for (const { value } of this.#variables.values()) length += value?.length ?? 0;
    return length;
  }

  /** `null` when unset. */
  get(name: string): string | null {
    const variable = this.#variables.get(name);
    if (variable === undefined || variable.value === null) return null;
    const computed = this.#computed.get(name);
    return computed ? computed() : variable.value;
  }

  /** Fails for a read-only one. `exported` null leaves that as it is. */
  set(name: string, value: string, exported: boolean | null = null): void {
    const old = this.#variables.get(name);
    if (old?.readOnly) throw new ShellFailure(`${name}: is read only`);
    this.#variables.set(name, {
      value,
      exported: exported ?? old?.exported ?? false,
      readOnly: false,
    });
    this.#changed(name, value);
  }

  unset(name: string): void {
    if (this.#variables.get(name)?.readOnly) throw new ShellFailure(`${name}: is read only`);
    this.#variables.delete(name);
    this.#changed(name, null);
  }

  export(name: string, exported = true): void {
    const old = this.#variables.get(name);
    this.#variables.set(name, { value: old?.value ?? null, exported, readOnly: old?.readOnly ?? false });
  }

  setReadOnly(name: string): void {
    const old = this.#variables.get(name);
    this.#variables.set(name, {
      value: old?.value ?? null,
      exported: old?.exported ?? false,
      readOnly: true,
    });
  }

  isReadOnly(name: string): boolean {
    return this.#variables.get(name)?.readOnly ?? false;
  }

  /** Names with their attributes, sorted. */
  list(): readonly {
    readonly name: string;
    readonly value: string | null;
    readonly exported: boolean;
    readonly readOnly: boolean;
  }[] {
    return [...this.#variables]
      .map(([name, variable]) => ({ name, ...variable, value: this.get(name) }))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** What programs get, with `extra` over it. */
  environment(extra: ReadonlyMap<string, string> = new Map()): Record<string, string> {
    const environment: Record<string, string> = {};
    for (const [name, variable] of this.#variables)
      if (variable.exported && variable.value !== null) environment[name] = this.get(name) ?? "";
    for (const [name, value] of extra) environment[name] = value;
    return environment;
  }

  /** From here on, names made local come back when the scope is closed. */
  openScope(): void {
    this.#scopes.push(new Map());
  }

  closeScope(): void {
    const scope = this.#scopes.pop();
    if (!scope) return;
    for (const [name, before] of scope) {
      if (before) this.#variables.set(name, before);
      else this.#variables.delete(name);
      this.#changed(name, before?.value ?? null);
    }
  }

  /** Makes `name` one of the innermost scope; it keeps its value until it is set. */
  makeLocal(name: string): void {
    const scope = this.#scopes.at(-1);
    if (scope && !scope.has(name)) scope.set(name, this.#variables.get(name) ?? null);
  }
}
