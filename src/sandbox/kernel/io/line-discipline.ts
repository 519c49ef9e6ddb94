/**
 * What happens to a typed byte: special characters, editing, echo, signals (termios(3); the kernel's n_tty is the
 * yardstick). Knows neither who reads nor whom signals go to.
 */
import type { Signal } from "../../abi/signals.ts";
import type { Termios } from "../../abi/termios.ts";
import { LineInput } from "./line-input.ts";
import { isContinuation, isControl, isWordCharacter } from "./terminal-characters.ts";
import type { TerminalOutput } from "./terminal-output.ts";

/** Keys that send signals. */
export type KeySignal = Extract<Signal, "SIGINT" | "SIGQUIT" | "SIGTSTP">;

const newline = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const blank = 0x20;

/** The receiving half of a terminal. */
export class LineDiscipline {
  readonly input = new LineInput();
  readonly #output: TerminalOutput;
  readonly #signal: (signal: KeySignal) => void;
  #termios: Termios;
  #literalNext = false;
  /** The column in which the line that is being edited began. */
  #startColumn = 0;

  constructor(output: TerminalOutput, termios: Termios, signal: (signal: KeySignal) => void) {
    this.#output = output;
    this.#termios = termios;
    this.#signal = signal;
  }

  get termios(): Termios {
    return this.#termios;
  }

  set termios(termios: Termios) {
    if (termios.icanon !== this.#termios.icanon) {
      this.input.reset(termios.icanon);
      this.#literalNext = false;
    }
    this.#termios = termios;
    if (!termios.ixon && this.#output.stopped) this.#output.start();
  }

  /** Whether a read would not wait. */
  get readable(): boolean {
    const { icanon, min, time } = this.#termios;
    if (icanon) return this.input.hasLine;
    return this.input.size >= (time === 0 && min > 0 ? min : 1);
  }

  /** Takes typed bytes while there is room, and tells how many. A line too long loses what is over the limit. */
  receive(bytes: Uint8Array): number {
    let taken = 0;
    while (taken < bytes.length) {
      let { room } = this.input;
      if (room <= 0) {
        // Nobody could ever read an endless line: then its end is overwritten until a newline comes.
        if (!this.#termios.icanon || this.input.hasLine) break;
        if (room < 0) this.input.rewind(this.input.head - 1);
        room = 1;
      }
      const piece = bytes.subarray(taken, taken + room);
      if (this.#plain) this.input.putAll(piece);
      else for (const byte of piece) this.#receiveByte(byte);
      taken += piece.length;
    }
    this.#output.commitEcho();
    return taken;
  }

  /** Nothing is special: bytes go straight to the reader. */
  get #plain(): boolean {
    const { icanon, isig, ixon, echo, icrnl, inlcr, igncr } = this.#termios;
    return !(icanon || isig || ixon || echo || icrnl || inlcr || igncr || this.#literalNext);
  }

  #receiveByte(typed: number): void {
    if (this.#literalNext) {
      this.#literalNext = false;
      this.#receiveOrdinary(typed);
      return;
    }
    if (this.#controlsFlow(typed) || this.#sendsSignal(typed)) return;
    const { icrnl, inlcr, igncr, icanon } = this.#termios;
    let byte = typed;
    if (typed === carriageReturn) {
      if (igncr) return;
      if (icrnl) byte = newline;
    } else if (typed === newline && inlcr) byte = carriageReturn;
    if (!icanon || !this.#edits(byte)) this.#receiveOrdinary(byte);
  }

  #controlsFlow(byte: number): boolean {
    const { ixon, start, stop } = this.#termios;
    if (!ixon || byte === 0) return false;
    if (byte === start) this.#output.start();
    else if (byte === stop) this.#output.stop();
    return byte === start || byte === stop;
  }

  #sendsSignal(byte: number): boolean {
    const { isig, intr, quit, susp, noflsh, ixon, echo } = this.#termios;
    if (!isig || byte === 0) return false;
    let signal: KeySignal;
    if (byte === intr) signal = "SIGINT";
    else if (byte === quit) signal = "SIGQUIT";
    else if (byte === susp) signal = "SIGTSTP";
    else return false;
    if (!noflsh) {
      this.input.clear();
      this.#output.clear();
    }
    if (ixon) this.#output.start();
    if (echo) this.#echo(byte);
    // What is shown has to be there before anyone reacts.
    this.#output.commitEcho();
    this.#signal(signal);
    return true;
  }

  /** Whether `byte` did something to the line that is typed. */
  #edits(byte: number): boolean {
    const { echo, echonl, iexten, echoctl, eof, eol, lnext, reprint } = this.#termios;
    const { erase, kill, werase } = this.#termios;
    if (byte === newline) {
      if (echo || echonl) this.#output.echo(newline, this.#termios);
      this.input.putEnd(byte, "line");
      return true;
    }
    if (byte === 0) return false;
    if (byte === erase || byte === kill || (byte === werase && iexten)) {
      this.#erase(byte === erase ? "character" : byte === kill ? "line" : "word");
    } else if (byte === lnext && iexten) {
      this.#literalNext = true;
      if (echo && echoctl) {
        this.#output.echo(0x5e, this.#termios);
        this.#output.echoBackspaces(1);
      }
    } else if (byte === reprint && echo && iexten) {
      this.#echo(byte);
      this.#output.echo(newline, this.#termios);
      for (let at = this.input.edge; at < this.input.head; at += 1) this.#echo(this.input.at(at));
    } else if (byte === eof) {
      this.input.putEnd(byte, "file");
    } else if (byte === eol) {
      if (echo) this.#echoTyped(byte);
      this.input.putEnd(byte, "line");
    } else return false;
    return true;
  }

  #receiveOrdinary(byte: number): void {
    if (this.#termios.echo) this.#echoTyped(byte);
    this.input.put(byte);
  }

  #echoTyped(byte: number): void {
    if (this.input.edge === this.input.head) this.#startColumn = this.#output.column;
    // A newline that was not quoted is one, also without lines.
    if (byte === newline && !this.#termios.icanon) this.#output.echo(byte, this.#termios);
    else this.#echo(byte);
  }

  #echo(byte: number): void {
    if (this.#termios.echoctl && isControl(byte) && byte !== tab) this.#output.echoCaret(byte);
    else this.#output.echo(byte, this.#termios);
  }

  #erase(what: "character" | "word" | "line"): void {
    const { input } = this;
    const { echo, echoe, echok, echoke, kill, erase } = this.#termios;
    if (what === "line" && !(echo && echoe && echok && echoke)) {
      if (input.head === input.edge) return;
      input.rewind(input.edge);
      if (!echo) return;
      this.#echo(kill);
      if (echok) this.#output.echo(newline, this.#termios);
      return;
    }
    let inWord = false;
    while (input.head > input.edge) {
      const start = this.#characterStart();
      const first = input.at(start);
      if (this.#continues(first)) return;
      if (what === "word") {
        if (isWordCharacter(first)) inWord = true;
        else if (inWord) return;
      }
      input.rewind(start);
      if (echo) {
        if (what === "character" && !echoe) this.#echo(erase);
        else this.#blot(first);
      }
      if (what === "character") return;
    }
  }

  /** Where the last character of the edited line begins. */
  #characterStart(): number {
    const { head, edge } = this.input;
    let start = head - 1;
    while (start > edge && this.#continues(this.input.at(start))) start -= 1;
    return start;
  }

  #continues(byte: number): boolean {
    return this.#termios.iutf8 && isContinuation(byte);
  }

  /** Takes an erased character off the screen. */
  #blot(erased: number): void {
    if (erased === tab) {
      this.#output.echoBackspaces(this.#tabWidth());
      return;
    }
    const shown = !isControl(erased) ? 1 : this.#termios.echoctl ? 2 : 0;
    for (let left = shown; left > 0; left -= 1) {
      this.#output.echoBackspaces(1);
      this.#output.echo(blank, this.#termios);
      this.#output.echoBackspaces(1);
    }
  }

  /** How many columns a tab at the end of the edited line had taken. */
  #tabWidth(): number {
    let columns = this.#startColumn;
    for (let at = this.input.head - 1; at >= this.input.edge; at -= 1) {
      const byte = this.input.at(at);
      if (byte === tab) {
        columns -= this.#startColumn;
        break;
      }
      if (isControl(byte)) columns += this.#termios.echoctl ? 2 : 0;
      else if (!this.#continues(byte)) columns += 1;
    }
    return 8 - (columns & 7);
  }
}
