/**
 * What goes out of a terminal: processing of what programs print and of what is echoed, flow control, and the bounded
 * queue the other end takes from. Knows nothing of programs or of who takes.
 */
import type { Termios } from "../../abi/termios.ts";
import { ByteQueue } from "./byte-queue.ts";
import { isContinuation, isControl } from "./terminal-characters.ts";

const capacityBytes = 65_536;
/** Programs are woken when so much is free: not for every byte that is taken. */
const wakeRoomBytes = 4096;
/** Echo may wait for room, or for ^Q, up to here; what is more is lost, as in Linux. */
const echoLimitBytes = 4096;

const newline = 0x0a;
const carriageReturn = 0x0d;
const tab = 0x09;
const backspace = 0x08;

/** The outgoing half of a terminal. */
export class TerminalOutput {
  readonly #queue = new ByteQueue("kernel");
  readonly #scratch = new Uint8Array(2 * wakeRoomBytes);
  readonly #echo = new Uint8Array(echoLimitBytes);
  #echoed = 0;
  #column = 0;
  #stopped = false;

  /** Where the cursor is, as far as a terminal without escape sequences can know. */
  get column(): number {
    return this.#column;
  }

  /** Bytes that wait to be taken. */
  get size(): number {
    return this.#queue.size;
  }

  /** Whether ^S holds it. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Whether poll(2) calls it writable. */
  get roomy(): boolean {
    return !this.#stopped && capacityBytes - this.size >= wakeRoomBytes;
  }

  /** So full that whoever takes should not wait any longer. */
  get nearlyFull(): boolean {
    return this.size >= capacityBytes - 2 * wakeRoomBytes;
  }

  stop(): void {
    this.#stopped = true;
  }

  start(): void {
    this.#stopped = false;
    this.commitEcho();
  }

  take(maxBytes: number): Uint8Array<ArrayBuffer> {
    const taken = this.#queue.take(maxBytes);
    this.commitEcho();
    return taken;
  }

  clear(): void {
    this.#queue.clear();
    this.#echoed = 0;
  }

  /** Prints as much of `bytes` as there is room for, and tells how much that was. */
  write(bytes: Uint8Array, { opost, onlcr }: Termios): number {
    let done = 0;
    while (done < bytes.length && this.roomy) {
      const piece = bytes.subarray(done, done + wakeRoomBytes);
      // Room for twice a piece is not asked for: the queue may be over its capacity by what newlines add.
      if (opost) this.#print(piece, onlcr);
      else this.#queue.append(piece, null);
      done += piece.length;
    }
    return done;
  }

  /** Echoes a byte as it is, but for output processing. Shown by `commitEcho`. */
  echo(byte: number, { opost, onlcr }: Termios): void {
    if (opost) {
      if (byte === newline && onlcr) this.#pushEcho(carriageReturn);
      this.#advance(byte, onlcr);
    }
    this.#pushEcho(byte);
  }

  /** Echoes a control character as `^X`, whatever the processing. */
  echoCaret(byte: number): void {
    this.#pushEcho(0x5e);
    this.#pushEcho(byte ^ 0x40);
    this.#column += 2;
  }

  /** Moves the cursor back without blanks. */
  echoBackspaces(count: number): void {
    for (let left = count; left > 0; left -= 1) this.#pushEcho(backspace);
    this.#column = Math.max(0, this.#column - count);
  }

  /** Puts what was echoed into the queue, if it is not held. */
  commitEcho(): void {
    if (this.#stopped || this.#echoed === 0 || this.size >= capacityBytes) return;
    this.#queue.append(this.#echo.subarray(0, this.#echoed), null);
    this.#echoed = 0;
  }

  #pushEcho(byte: number): void {
    if (this.#echoed === echoLimitBytes) this.commitEcho();
    if (this.#echoed < echoLimitBytes) this.#echo[this.#echoed++] = byte;
  }

  // A flood passes here byte by byte: the common ones come first.
  #print(piece: Uint8Array, onlcr: boolean): void {
    const out = this.#scratch;
    let column = this.#column;
    let used = 0;
    for (const byte of piece) {
      if (byte >= 0x20 && byte < 0x7f) column += 1;
      else if (byte === newline && onlcr) {
        out[used++] = carriageReturn;
        column = 0;
      } else {
        this.#column = column;
        this.#advance(byte, onlcr);
        column = this.#column;
      }
      out[used++] = byte;
    }
    this.#column = column;
    this.#queue.append(out.subarray(0, used), null);
  }

  #advance(byte: number, onlcr: boolean): void {
    switch (byte) {
      case newline:
        if (onlcr) this.#column = 0;
        break;
      case carriageReturn:
        this.#column = 0;
        break;
      case tab:
        this.#column += 8 - (this.#column & 7);
        break;
      case backspace:
        if (this.#column > 0) this.#column -= 1;
        break;
      default:
        if (!isControl(byte) && !isContinuation(byte)) this.#column += 1;
    }
  }
}
