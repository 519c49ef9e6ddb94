/** stty(1): shows and sets the line discipline of the terminal on standard input. */
import { isErrno } from "../../abi/errno.ts";
import { cookedTermios, rawTermios, type Termios, type WindowSize } from "../../abi/termios.ts";
import { CommandFailure, rawProgram, reasonOf } from "../command/command.ts";
import { integer } from "../command/quantities.ts";

type Named<Value> = { [Name in keyof Termios as Termios[Name] extends Value ? Name : never]: Termios[Name] };
type Flag = keyof Named<boolean>;
type Character = Exclude<keyof Named<number>, "min" | "time">;

/** In the order and lines of `stty -a`. */
const flagLines: readonly (readonly Flag[])[] = [
  ["inlcr", "igncr", "icrnl", "ixon", "iutf8"],
  ["opost", "onlcr"],
  ["isig", "icanon", "iexten", "echo", "echoe", "echok", "echonl", "noflsh", "tostop", "echoctl"],
];

const characters: readonly (readonly [name: string, key: Character])[] = [
  ["intr", "intr"],
  ["quit", "quit"],
  ["erase", "erase"],
  ["kill", "kill"],
  ["eof", "eof"],
  ["eol", "eol"],
  ["start", "start"],
  ["stop", "stop"],
  ["susp", "susp"],
  ["rprnt", "reprint"],
  ["werase", "werase"],
  ["lnext", "lnext"],
];

/** Other names of flags (stty(1)). */
const synonyms: Readonly<Record<string, Flag>> = { crterase: "echoe", ctlecho: "echoctl" };

export const stty = rawProgram(
  {
    usage: "[-F DEVICE] [-a | -g | SETTING...]",
    about: `Show or change the terminal. Settings: [-]${flagLines.flat().join(" [-]")} ${characters.map(([name]) => `${name} CHAR`).join(" ")} min N time N rows N cols N raw cooked cbreak sane size`,
  },
  function* (command) {
    const { sys, out } = command;
    const words = [...command.args];
    let fd = 0;
    let label = "standard input";
    if (words[0] === "-F" || words[0]?.startsWith("--file")) {
      const word = words.shift() ?? "";
      label = word.includes("=") ? word.slice(word.indexOf("=") + 1) : (words.shift() ?? "");
      fd = yield* sys.open(label, { access: "read", nonBlocking: true, noControllingTerminal: true });
    }
    let before: Termios;
    try {
      before = sys.tcgetattr(fd);
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`'${label}': ${reasonOf(thrown)}`);
    }
    const size = sys.windowSize(fd);
    const [first] = words;
    if (words.length === 0) {
      for (const line of differences(before)) yield* out.line(line);
    } else if (first === "-a" || first === "--all") {
      for (const line of everything(before, size)) yield* out.line(line);
    } else if (first === "-g" || first === "--save") yield* out.line(saved(before));
    else if (first === "size") yield* out.line(`${size.rows} ${size.columns}`);
    else if (first === "speed") yield* out.line("38400");
    else {
      const change = new Change(before, size);
      for (let word = words.shift(); word !== undefined; word = words.shift())
        change.apply(word, () => words.shift());
      yield* sys.tcsetattr(fd, change.settings, "drain");
      if (change.size.rows !== size.rows || change.size.columns !== size.columns)
        sys.setWindowSize(fd, change.size);
    }
  },
);

/** Settings being changed word by word. */
class Change {
  settings: Termios;
  size: WindowSize;

  constructor(settings: Termios, size: WindowSize) {
    this.settings = settings;
    this.size = size;
  }

  apply(word: string, next: () => string | undefined): void {
    const argument = (): string => {
      const text = next();
      if (text === undefined) throw new CommandFailure(`missing argument to '${word}'`);
      return text;
    };
    const number = (): number => {
      const text = argument();
      const parsed = integer(text);
      if (parsed === null || parsed < 0) throw new CommandFailure(`invalid integer argument: '${text}'`);
      return parsed;
    };
    const isOff = word.startsWith("-");
    const name = isOff ? word.slice(1) : word;
    const flagName = synonyms[name] ?? flagLines.flat().find((known) => known === name);
    const character = isOff ? undefined : characters.find(([known]) => known === word)?.[1];
    if (flagName) this.settings = { ...this.settings, [flagName]: !isOff };
    else if (character) this.settings = { ...this.settings, [character]: characterCode(argument()) };
    else if (word === "min" || word === "time") this.settings = { ...this.settings, [word]: number() };
    else if (word === "rows") this.size = { ...this.size, rows: number() };
    else if (word === "cols" || word === "columns") this.size = { ...this.size, columns: number() };
    else if (word === "raw" || word === "-cooked") {
      this.settings = {
        ...rawTermios(this.settings),
        opost: false,
        echo: this.settings.echo,
        iexten: this.settings.iexten,
      };
    } else if (word === "cooked" || word === "-raw") {
      const { icrnl, ixon, opost, isig, icanon } = cookedTermios;
      this.settings = { ...this.settings, icrnl, ixon, opost, isig, icanon };
    } else if (name === "cbreak") this.settings = { ...this.settings, icanon: isOff };
    else if (word === "sane") this.settings = { ...cookedTermios, tostop: false };
    else if (word === "nl") this.settings = { ...this.settings, icrnl: false, onlcr: false };
    else if (word === "-nl")
      this.settings = { ...this.settings, icrnl: true, onlcr: true, inlcr: false, igncr: false };
    else if (word === "ek")
      this.settings = { ...this.settings, erase: cookedTermios.erase, kill: cookedTermios.kill };
    else if (word.includes(":")) this.settings = restored(word, this.settings);
    // Speeds, parity and the like do nothing on a terminal without a line.
    else if (
      !/^(\d+|-?(hupcl|cread|clocal|parenb|brkint|imaxbel|ignbrk|ignpar|istrip|ixany|ixoff|echoke|crtkill)|cs[5-8]|[io]speed|line)$/u.test(
        word,
      )
    ) {
      throw new CommandFailure(`invalid argument '${word}'`);
    } else if (/speed|line/u.test(word)) argument();
  }
}

function differences(settings: Termios): readonly string[] {
  const flags = flagLines.map((line) =>
    line
      .filter((name) => settings[name] !== cookedTermios[name])
      .map((name) => (settings[name] ? name : `-${name}`)),
  );
  const keys = characters
    .filter(([, key]) => settings[key] !== cookedTermios[key])
    .map(([name, key]) => `${name} = ${characterName(settings[key])};`);
  if (!settings.icanon) keys.push(`min = ${settings.min}; time = ${settings.time};`);
  return [
    "speed 38400 baud; line = 0;",
    ...[keys, ...flags].filter((line) => line.length > 0).map((line) => line.join(" ")),
  ];
}

function everything(settings: Termios, { rows, columns }: WindowSize): readonly string[] {
  const keys = [
    ...characters.map(([name, key]) => `${name} = ${characterName(settings[key])};`),
    `min = ${settings.min};`,
    `time = ${settings.time};`,
  ];
  const wrapped: string[] = [];
  for (const key of keys) {
    const last = wrapped.at(-1);
    if (last !== undefined && last.length + 1 + key.length < 80)
      wrapped[wrapped.length - 1] = `${last} ${key}`;
    else wrapped.push(key);
  }
  return [
    `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;`,
    ...wrapped,
    ...flagLines.map((line) => line.map((name) => (settings[name] ? name : `-${name}`)).join(" ")),
  ];
}

/** All settings in one word, for `stty "$(stty -g)"`. */
function saved(settings: Termios): string {
  const bits = flagLines.flat().reduce((sum, name, at) => sum | (settings[name] ? 1 << at : 0), 0);
  return [bits, ...characters.map(([, key]) => settings[key]), settings.min, settings.time]
    .map((number) => number.toString(16))
    .join(":");
}

function restored(word: string, before: Termios): Termios {
  const numbers = word.split(":").map((part) => Number.parseInt(part, 16));
  if (numbers.length !== characters.length + 3 || numbers.some(Number.isNaN)) {
    throw new CommandFailure(`invalid argument '${word}'`);
  }
  const [bits = 0, ...rest] = numbers;
  const flags = Object.fromEntries(flagLines.flat().map((name, at) => [name, (bits & (1 << at)) !== 0]));
  const keys = Object.fromEntries(characters.map(([, key], at) => [key, rest[at] ?? 0]));
  return { ...before, ...flags, ...keys, min: rest.at(-2) ?? 1, time: rest.at(-1) ?? 0 };
}

/** `^C`, `^-` or `undef` for none, a letter, or a number. */
function characterCode(text: string): number {
  if (text === "^-" || text === "undef") return 0;
  if (text === "^?") return 0x7f;
  if (/^\^.$/u.test(text)) return text.toUpperCase().charCodeAt(1) & 0x1f;
  if (Array.from(text).length === 1) return text.charCodeAt(0);
  const number = text.startsWith("0x") ? Number.parseInt(text, 16) : integer(text);
  if (number === null || Number.isNaN(number) || number > 255)
    throw new CommandFailure(`invalid integer argument: '${text}'`);
  return number;
}

function characterName(code: number): string {
  if (code === 0) return "<undef>";
  if (code === 0x7f) return "^?";
  return code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : String.fromCharCode(code);
}
