/**
 * Runs an awk program: BEGIN, its rules over each record of the files of the command line, END (POSIX awk). Expressions
 * are evaluated by `AwkEvaluator`.
 */
import { checkpoint, type Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, reasonOf, type Command } from "../command/command.ts";
import { HeapMeter } from "../command/heap-meter.ts";
import { AwkEvaluator } from "./awk-evaluator.ts";
import type { AwkMachine } from "./awk-functions.ts";
import { RecordReader } from "./awk-input.ts";
import { unescapedText } from "./awk-lexer.ts";
import { AwkRecord, countOf } from "./awk-record.ts";
import { AwkStatements } from "./awk-statements.ts";
import { AwkStreams } from "./awk-streams.ts";
import type { AwkProgram, Rule, Statement } from "./awk-tree.ts";
import { fromOutside, isTrue, numberOf, textOf, unset, type Value } from "./awk-value.ts";
import type { AwkVariables } from "./awk-variables.ts";

/** One run. */
export class AwkRunner implements AwkMachine {
  readonly program: AwkProgram;
  readonly variables: AwkVariables;
  readonly record: AwkRecord;
  readonly streams: AwkStreams;
  readonly epochMs: () => number;
  readonly #command: Command;
  readonly #evaluator: AwkEvaluator;
  readonly #statements: AwkStatements;
  readonly #heap: HeapMeter;
  /** Rules whose range has begun. */
  readonly #inRange = new Set<Rule>();
  #reader: RecordReader | null = null;
  #argument = 0;
  #readAny = false;

  constructor(command: Command, program: AwkProgram, variables: AwkVariables) {
    this.#command = command;
    this.program = program;
    this.variables = variables;
    this.record = new AwkRecord(variables);
    this.streams = new AwkStreams(command);
    this.epochMs = () => command.sys.clock("realtime");
    this.#heap = new HeapMeter(command.sys);
    this.#evaluator = new AwkEvaluator(this);
    this.#statements = new AwkStatements(this, this.#evaluator, command);
  }

  get conversion(): string {
    return textOf(this.variables.global("CONVFMT").value, "%.6g");
  }

  /** All of it; its exit status. */
  *run(): Blocking<number> {
    const { begin, end, rules } = this.program;
    const ended = { kind: "none" as "none" | "exit" };
    for (const body of begin)
      if ((yield* this.#statements.run(body)) === "exit") {
        ended.kind = "exit";
        break;
      }
    if (ended.kind === "none" && (rules.length > 0 || end.length > 0)) {
      while (ended.kind === "none" && (yield* this.#nextMain()))
        if ((yield* this.#rules()) === "exit") ended.kind = "exit";
    }
    if (ended.kind === "none" || begin.length === 0 || this.#readAny || rules.length + end.length > 0)
      for (const body of end) if ((yield* this.#statements.run(body)) === "exit") break;
    yield* this.streams.flush();
    yield* this.streams.closeAll();
    return this.#statements.status & 0xff;
  }

  *nextRecord(): Blocking<string | null> {
    for (;;) {
      const reader = this.#reader ?? (yield* this.#openNext());
      if (!reader) return null;
      this.#reader = reader;
      const text = yield* this.guardedRecord(reader);
      if (text !== null) {
        this.#readAny = true;
        return text;
      }
      this.#closeMain();
    }
  }

  *guardedRecord(reader: RecordReader): Blocking<string | null> {
    try {
      return yield* reader.next(textOf(this.variables.global("RS").value, this.conversion));
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      yield* this.#command.complain(`i/o error: ${reasonOf(thrown)}`, 2);
      return null;
    }
  }

  *runBody(body: Statement): Blocking<Value> {
    const how = yield* this.#statements.run(body);
    if (how === "return") return this.#statements.returned;
    if (how !== null) this.#statements.leave(how);
    return unset;
  }

  *keeps(characters: number): Blocking<void> {
    yield* this.#heap.add(2 * characters);
  }

  /** nextfile: the rest of this one is not read. */
  skipFile(): void {
    if (this.#reader) this.#closeMain();
  }

  *#nextMain(): Blocking<boolean> {
    const text = yield* this.nextRecord();
    if (text === null) return false;
    for (const name of ["NR", "FNR"]) this.variables.global(name).value = countOf(this.variables, name) + 1;
    this.record.set(text);
    yield checkpoint;
    return true;
  }

  *#rules(): Blocking<string | null> {
    for (const rule of this.program.rules) {
      if (!(yield* this.#applies(rule))) continue;
      const body: Statement = rule.body ?? { kind: "print", given: [], to: null };
      const how = yield* this.#statements.run(body);
      if (how === "nextfile") this.skipFile();
      if (how === "next" || how === "nextfile") return null;
      if (how === "exit") return how;
    }
    return null;
  }

  *#applies(rule: Rule): Blocking<boolean> {
    const { pattern } = rule;
    switch (pattern.kind) {
      case "always":
        return true;
      case "when":
        return isTrue(yield* this.#evaluator.value(pattern.test));
      case "range":
        if (!this.#inRange.has(rule)) {
          if (!isTrue(yield* this.#evaluator.value(pattern.from))) return false;
          this.#inRange.add(rule);
        }
        if (isTrue(yield* this.#evaluator.value(pattern.to))) this.#inRange.delete(rule);
        return true;
    }
  }

  /** The next file of ARGV; assignments between them are made on the way. Standard input where there is none. */
  *#openNext(): Blocking<RecordReader | null> {
    const { variables } = this;
    const { sys } = this.#command;
    for (;;) {
      this.#argument += 1;
      if (this.#argument >= numberOf(variables.global("ARGC").value)) {
        if (this.#readAny || this.#reader !== null || this.#opened) return null;
        this.#opened = true;
        return new RecordReader(sys, 0);
      }
      const name = textOf(
        variables.global("ARGV").array("ARGV").get(String(this.#argument)) ?? "",
        this.conversion,
      );
      if (name === "") continue;
      if (assignArgument(variables, name)) continue;
      this.#opened = true;
      variables.global("FNR").value = 0;
      variables.global("FILENAME").value = name === "-" ? "" : name;
      if (name === "-" || name === "/dev/stdin") return new RecordReader(sys, 0);
      try {
        return new RecordReader(sys, yield* sys.open(name, { access: "read", closeOnExec: true }));
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        throw new CommandFailure(`can't open file ${name}: ${reasonOf(thrown)}`, 2);
      }
    }
  }

  #opened = false;

  #closeMain(): void {
    const fd = this.#reader?.fd ?? 0;
    if (fd > 2) this.#command.sys.close(fd);
    this.#reader = null;
  }
}

/** `name=value` of the command line; false where it is none. */
export function assignArgument(variables: AwkVariables, text: string): boolean {
  const [, name = "", value = ""] = /^([A-Za-z_]\w*)=([^]*)$/u.exec(text) ?? [];
  if (name === "") return false;
  variables.global(name).value = fromOutside(unescapedText(value));
  return true;
}
