/**
 * The settings of a terminal's line discipline (termios(3)), by name. Only flags that do something here.
 */

/** Settings of a terminal. */
export interface Termios {
  /** Input: CR to NL, NL to CR, ignore CR, XON/XOFF, ^C and the like flush, strip, UTF-8 erase. */
  readonly icrnl: boolean;
  readonly inlcr: boolean;
  readonly igncr: boolean;
  readonly ixon: boolean;
  readonly iutf8: boolean;
  /** Output: any processing at all; NL to CR-NL. */
  readonly opost: boolean;
  readonly onlcr: boolean;
  /** Local: signals from keys, lines with editing, echo and its kinds, stop background writers, extensions. */
  readonly isig: boolean;
  readonly icanon: boolean;
  readonly echo: boolean;
  readonly echoe: boolean;
  readonly echok: boolean;
  readonly echoke: boolean;
  readonly echonl: boolean;
  readonly echoctl: boolean;
  readonly noflsh: boolean;
  readonly tostop: boolean;
  readonly iexten: boolean;
  /** Special characters as bytes; 0 is "none". */
  readonly intr: number;
  readonly quit: number;
  readonly erase: number;
  readonly kill: number;
  readonly eof: number;
  readonly eol: number;
  readonly susp: number;
  readonly start: number;
  readonly stop: number;
  readonly werase: number;
  readonly reprint: number;
  readonly lnext: number;
  /** Raw reads: at least so many bytes, or tenths of a second. */
  readonly min: number;
  readonly time: number;
}

const ctrl = (letter: string): number => letter.charCodeAt(0) & 0x1f;

/** A terminal as Linux opens it. */
export const cookedTermios: Termios = {
  icrnl: true,
  inlcr: false,
  igncr: false,
  ixon: true,
  iutf8: true,
  opost: true,
  onlcr: true,
  isig: true,
  icanon: true,
  echo: true,
  echoe: true,
  echok: true,
  echoke: true,
  echonl: false,
  echoctl: true,
  noflsh: false,
  tostop: false,
  iexten: true,
  intr: ctrl("C"),
  quit: 0x1c,
  erase: 0x7f,
  kill: ctrl("U"),
  eof: ctrl("D"),
  eol: 0,
  susp: ctrl("Z"),
  start: ctrl("Q"),
  stop: ctrl("S"),
  werase: ctrl("W"),
  reprint: ctrl("R"),
  lnext: ctrl("V"),
  min: 1,
  time: 0,
};

/** What a line editor sets (cfmakeraw, but output still processed). */
export function rawTermios(from: Termios): Termios {
  return {
    ...from,
    icrnl: false,
    ixon: false,
    isig: false,
    icanon: false,
    echo: false,
    iexten: false,
    min: 1,
    time: 0,
  };
}

/** Size of a terminal in characters. */
export interface WindowSize {
  readonly columns: number;
  readonly rows: number;
}
