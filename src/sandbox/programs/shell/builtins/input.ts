/**
 * Builtins that take things apart: `read` `getopts`, and `history`.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import { signalNumber } from "../../../abi/signals.ts";
import type { ShellProcess } from "../execution/shell-process.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { decodeBytes, sequenceLength } from "../text/bytes.ts";
import { type Builtin, plainNumber, readOptions, variableName } from "./builtin.ts";

/** What `read` got: the line with what was escaped marked, and why it ended. */
interface InputLine {
  readonly characters: readonly { readonly text: string; readonly escaped: boolean }[];
  readonly end: "delimiter" | "end" | "timeout" | "signal";
}

const read: Builtin = {
  *run(shell, args) {
    const { options, rest } = readOptions(args, "rsp:n:d:t:u:");
    const names = rest.map(variableName);
    const fd = options.has("u") ? plainNumber(options.get("u") ?? "") : 0;
    const prompt = options.get("p");
    if (prompt !== undefined && isTerminal(shell, fd)) yield* shell.complain(prompt);
    const line = yield* readLine(shell, {
      fd,
      raw: options.has("r"),
      limit: options.has("n") ? plainNumber(options.get("n") ?? "") : null,
      delimiter: options.has("d") ? (options.get("d")?.[0] ?? "\0") : "\n",
      untilMs: deadline(shell, options.get("t")),
      silent: options.has("s"),
    });
    if (line.end === "signal") return 128 + signalNumber("SIGINT");
    assignFields(shell, names, line);
    return line.end === "delimiter" ? 0 : 1;
  },
};

function deadline({ sys }: ShellProcess, seconds: string | undefined): number | null {
  if (seconds === undefined) return null;
  if (!/^\d*\.?\d+$/.test(seconds)) throw new ShellFailure("invalid timeout");
  return sys.clock("monotonic") + Number(seconds) * 1000;
}

function isTerminal({ sys }: ShellProcess, fd: number): boolean {
  try {
    return sys.isatty(fd);
  } catch (error) {
    if (isErrno(error)) return false;
    throw error;
  }
}

interface Reading {
  readonly fd: number;
  readonly raw: boolean;
  readonly limit: number | null;
  readonly delimiter: string;
  readonly untilMs: number | null;
  readonly silent: boolean;
}

/** With `-s` and `-n`, a terminal must not echo or wait for a line. */
function* readLine(shell: ShellProcess, reading: Reading): Blocking<InputLine> {
  const { sys } = shell;
  const changes = (reading.silent || reading.limit !== null) && isTerminal(shell, reading.fd);
  if (!changes) return yield* readCharacters(shell, reading);
  const settings = sys.tcgetattr(reading.fd);
  const icanon = settings.icanon && reading.limit === null;
  yield* sys.tcsetattr(reading.fd, { ...settings, icanon, echo: settings.echo && !reading.silent });
  try {
    return yield* readCharacters(shell, reading);
  } finally {
    yield* sys.tcsetattr(reading.fd, settings);
  }
}

/** Byte by byte: what comes after the line is for others. */
function* readCharacters(shell: ShellProcess, reading: Reading): Blocking<InputLine> {
  const { delimiter, limit, raw } = reading;
  const characters: { text: string; escaped: boolean }[] = [];
  let escaped = false;
  for (;;) {
    if (limit !== null && characters.length >= limit) return { characters, end: "delimiter" };
    const text = yield* readCharacter(shell, reading);
    if (text === "end" || text === "timeout" || text === "signal") return { characters, end: text };
    const { character } = text;
    if (escaped) {
      escaped = false;
      if (character !== "\n") characters.push({ text: character, escaped: true });
    } else if (character === delimiter) return { characters, end: "delimiter" };
    else if (character === "\\" && !raw) escaped = true;
    else if (character !== "\0") characters.push({ text: character, escaped: false });
  }
}

function* readCharacter(
  shell: ShellProcess,
  { fd, untilMs }: Reading,
): Blocking<{ readonly character: string } | "end" | "timeout" | "signal"> {
  const { sys } = shell;
  const bytes: number[] = [];
  for (let wanted = 1; bytes.length < wanted;) {
    try {
      if (untilMs !== null) {
        const left = Math.max(0, untilMs - sys.clock("monotonic"));
        const ready = yield* sys.poll([{ fd, events: { readable: true } }], left);
        if (!ready.some(({ events }) => events.readable || events.hangUp || events.error)) return "timeout";
      }
      const [byte] = yield* sys.read(fd, 1);
      if (byte === undefined) {
        if (bytes.length === 0) return "end";
        break;
      }
      if (bytes.length === 0) wanted = sequenceLength(byte);
      bytes.push(byte);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== "EINTR") throw new ShellFailure(`read error: ${error.message}`, 1);
      yield* shell.poll();
      if (shell.traps.isPending) return "signal";
    }
  }
  return { character: decodeBytes(Uint8Array.from(bytes)) };
}

/** The last name takes what is left, with the separators in it but not those at its end. */
function assignFields({ state }: ShellProcess, names: readonly string[], line: InputLine): void {
  const { characters } = line;
  if (names.length === 0) {
    state.variables.set("REPLY", characters.map(({ text }) => text).join(""));
    return;
  }
  const ifs = state.variables.get("IFS") ?? " \t\n";
  const isWhite = (at: number): boolean => isSeparator(at) && /^[ \t\n]$/.test(characters[at]?.text ?? "");
  const isSeparator = (at: number): boolean => {
    const character = characters[at];
    return character !== undefined && !character.escaped && ifs.includes(character.text);
  };
  const textOf = (from: number, to: number): string =>
    characters
      .slice(from, to)
      .map(({ text }) => text)
      .join("");
  const skipWhite = (from: number): number => {
    let at = from;
    while (isWhite(at)) at += 1;
    return at;
  };
  const fieldEnd = (from: number): number => {
    let at = from;
    while (at < characters.length && !isSeparator(at)) at += 1;
    return at;
  };
  const afterField = (end: number): number => {
    const at = skipWhite(end);
    return isSeparator(at) ? skipWhite(at + 1) : at;
  };
  let at = skipWhite(0);
  for (const [index, name] of names.entries()) {
    const end = fieldEnd(at);
    const next = afterField(end);
    if (index < names.length - 1 || next >= characters.length) {
      state.variables.set(name, textOf(at, end));
      at = next;
      continue;
    }
    let last = characters.length;
    while (last > at && isWhite(last - 1)) last -= 1;
    state.variables.set(name, textOf(at, last));
    at = characters.length;
  }
}

const getopts: Builtin = {
  *run(shell, [letters, name, ...given]) {
    const { state } = shell;
    if (letters === undefined || name === undefined)
      throw new ShellFailure("usage: getopts optstring var [arg]");
    const args = given.length > 0 ? given : state.positional;
    const silent = letters.startsWith(":");
    const place = state.getopts;
    // Beyond all words it begins again, as for others than it ended with.
    if (place.index > args.length + 1) Object.assign(place, { index: 1, offset: 0 });
    const word = args[place.index - 1];
    const set = (value: string, argument: string | null): void => {
      const { index, offset } = place;
      // Within a word of several letters it is past the word already, as in ash.
      state.variables.set("OPTIND", String(offset > 0 ? index + 1 : index));
      state.getopts = { index, offset };
      state.variables.set(variableName(name), value);
      if (argument === null) state.variables.unset("OPTARG");
      else state.variables.set("OPTARG", argument);
    };
    if (word === undefined || (place.offset === 0 && (!/^-./.test(word) || word === "--"))) {
      if (word === "--") place.index += 1;
      set("?", null);
      return 1;
    }
    const at = place.offset === 0 ? 1 : place.offset;
    const letter = word[at] ?? "";
    const isLast = at + 1 >= word.length;
    place.offset = isLast ? 0 : at + 1;
    if (isLast) place.index += 1;
    const known = letter === ":" ? -1 : letters.indexOf(letter, silent ? 1 : 0);
    if (known < 0) {
      if (!silent) yield* shell.complain(`Illegal option -${letter}\n`);
      set("?", silent ? letter : null);
      return 0;
    }
    if (letters[known + 1] !== ":") {
      set(letter, null);
      return 0;
    }
    if (!isLast) {
      place.offset = 0;
      place.index += 1;
      set(letter, word.slice(at + 1));
      return 0;
    }
    const argument = args[place.index - 1];
    if (argument === undefined) {
      if (!silent) yield* shell.complain(`No arg for -${letter} option\n`);
      set(silent ? ":" : "?", silent ? letter : null);
      return 0;
    }
    place.index += 1;
    set(letter, argument);
    return 0;
  },
};

const history: Builtin = {
  *run(shell) {
    const lines = shell.history.map((line, index) => `${String(index).padStart(4)} ${line}\n`);
    yield* shell.write(lines.join(""));
    return 0;
  },
};

/** These builtins, by name. */
export const inputBuiltins: readonly (readonly [string, Builtin])[] = [
  ["read", read],
  ["getopts", getopts],
  ["history", history],
];
