/**
 * A terminal's settings as programs have them, `struct termios` of Linux, to and from the kernel's. Flags the kernel does
 * not know read as Linux sets them and are forgotten when written.
 */
import type { Termios } from "../abi/termios.ts";
import type { LinearMemory } from "./linear-memory.ts";

/** Four words of flags, the line discipline, and the 19 special characters that Linux copies. */
const termiosBytes = 36;

type Flag = { readonly [Name in keyof Termios]: Termios[Name] extends boolean ? Name : never }[keyof Termios];
type Character = Exclude<keyof Termios, Flag>;

const inputFlags: Partial<Record<Flag, number>> = {
  inlcr: 0o100,
  igncr: 0o200,
  icrnl: 0o400,
  ixon: 0o2000,
  iutf8: 0o40000,
};
const outputFlags: Partial<Record<Flag, number>> = { opost: 0o1, onlcr: 0o4 };
const localFlags: Partial<Record<Flag, number>> = {
  isig: 0o1,
  icanon: 0o2,
  echo: 0o10,
  echoe: 0o20,
  echok: 0o40,
  echonl: 0o100,
  noflsh: 0o200,
  tostop: 0o400,
  echoctl: 0o1000,
  iexten: 0o100000,
};
const flagWords = [
  { at: 0, flags: inputFlags },
  { at: 4, flags: outputFlags },
  { at: 12, flags: localFlags },
];

/** 38400 baud, eight bits, receiver on. */
const controlFlags = 0o15 | 0o60 | 0o200;

const characters: Readonly<Record<Character, number>> = {
  intr: 0,
  quit: 1,
  erase: 2,
  kill: 3,
  eof: 4,
  time: 5,
  min: 6,
  start: 8,
  stop: 9,
  susp: 10,
  eol: 11,
  reprint: 12,
  werase: 14,
  lnext: 15,
};
const characterNames = Object.keys(characters) as readonly Character[];
const charactersAt = 17;

/** Writes `settings` at `address`. */
export function writeTermios(memory: LinearMemory, address: number, settings: Termios): void {
  memory.bytes(address, termiosBytes).fill(0);
  const record = memory.record(address, termiosBytes);
  for (const { at, flags } of flagWords) {
    let word = 0;
    for (const [name, bit] of entries(flags)) if (settings[name]) word |= bit;
    record.setUint32(at, word, true);
  }
  record.setUint32(8, controlFlags, true);
  for (const name of characterNames) record.setUint8(charactersAt + characters[name], settings[name]);
}

/** The settings at `address`; what the record does not say is as in `before`. */
export function readTermios(memory: LinearMemory, address: number, before: Termios): Termios {
  const record = memory.record(address, termiosBytes);
  const read: { -readonly [Name in keyof Termios]: Termios[Name] } = { ...before };
  for (const { at, flags } of flagWords) {
    const word = record.getUint32(at, true);
    for (const [name, bit] of entries(flags)) read[name] = (word & bit) !== 0;
  }
  for (const name of characterNames) read[name] = record.getUint8(charactersAt + characters[name]);
  return read;
}

function entries(flags: Partial<Record<Flag, number>>): readonly (readonly [Flag, number])[] {
  return Object.entries(flags) as [Flag, number][];
}
