/**
 * Joins a process's own terminal to a line of a sandbox: what is typed here goes there, what is printed there comes
 * here, until the other end is over or the user leaves with Ctrl-P Ctrl-Q. Without input it still waits for the end.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { signalNumber } from "../../abi/signals.ts";
import { rawTermios } from "../../abi/termios.ts";
import { deferred } from "../../../base/deferred.ts";
import type { TerminalLine } from "../../../protocol/terminal-line.ts";
import { awaiting } from "./awaiting.ts";
import { sleepOn, WaitQueue } from "../../kernel/wait-queue.ts";
import type { Command } from "../../programs/command/command.ts";

const ctrlD = 0x04;
const endAgainMs = 500;
const ctrlP = 0x10;
const ctrlQ = 0x11;

interface Printed {
  readonly bytes: Uint8Array;
  readonly taken: () => void;
}

/** The other end of a line that is joined. */
export interface OtherEnd {
  readonly line: TerminalLine;
  /** Whether it is over. The line's disconnection, or `ended`, tells when to look. */
  readonly over: () => boolean;
  readonly ended?: Promise<unknown>;
  /** Begins what prints, when nothing of it can be missed any more. */
  readonly begin?: () => Promise<void>;
}

/** Joins standard input and output to `end`; fails as `begin` does. */
export function* joinLine(command: Command, end: OtherEnd): Blocking<"ended" | "detached"> {
  const { line, over, ended, begin } = end;
  const { sys } = command;
  yield* command.out.flush();
  const printed: Printed[] = [];
  const news = new WaitQueue();
  const tell = (): void => news.wakeAll();
  using attached = line.attach((bytes) => {
    const taken = deferred<void>();
    printed.push({ bytes, taken: () => taken.resolve() });
    tell();
    return taken.promise;
  });
  using disconnected = line.onDidDisconnect.listen(tell);
  void [attached, disconnected];
  void ended?.finally(tell);
  const before = sys.isatty(0) ? sys.tcgetattr(0) : null;
  const resize = (): void => line.resize(sys.windowSize(0));
  if (before) {
    yield* sys.tcsetattr(0, { ...rawTermios(before), opost: false });
    sys.sigaction("SIGWINCH", { handler: resize, restart: true });
    resize();
  }
  let left = false;
  // One process for each direction: each waits for its own side only.
  const typist = sys.fork(function* type(child) {
    yield* passOn(child, line);
    left = true;
    tell();
    return 0;
  });
  try {
    if (begin) yield* awaiting(begin());
    for (;;) {
      for (let next = printed.shift(); next; next = printed.shift()) yield* write(sys, next);
      if (over()) {
        // What was printed last is on its way to the page: it comes with the next turn.
        yield* awaiting(Promise.resolve());
        for (let next = printed.shift(); next; next = printed.shift()) yield* write(sys, next);
        return "ended";
      }
      if (isLeft()) return "detached";
      yield* sleepOn(news);
    }
  } catch (error) {
    if (isErrno(error, "EINTR")) return "detached";
    throw error;
  } finally {
    for (const { taken } of printed) taken();
    sys.kill(typist, "SIGKILL");
    yield* sys.wait(typist);
    if (before) yield* sys.tcsetattr(0, before);
  }

  function isLeft(): boolean {
    return left;
  }
}

/** The exit status a shell would give: the code, or 128 and the signal. */
export function exitStatus(status: ChildStatus | null): number {
  if (status?.kind === "exited") return status.code;
  if (status?.kind === "signaled") return 128 + signalNumber(status.signal);
  return 125;
}

function* write(sys: Syscalls, { bytes, taken }: Printed): Blocking<void> {
  for (let at = 0; at < bytes.byteLength;) at += yield* sys.write(1, bytes.subarray(at));
  taken();
}

/** Sends what is read from standard input, until Ctrl-P Ctrl-Q or its end, which the other end is told as by Ctrl-D. */
function* passOn(sys: Syscalls, line: TerminalLine): Blocking<void> {
  let escaping = false;
  for (;;) {
    const typed = yield* sys.read(0, 4096);
    if (typed.byteLength === 0) {
      // Again and again: what comes before the other end reads, or sets its terminal, is lost to it.
      for (;;) {
        line.send(Uint8Array.of(ctrlD));
        yield* sys.sleep(endAgainMs);
      }
    }
    const passed: number[] = [];
    for (const byte of typed) {
      if (escaping && byte === ctrlQ) return;
      if (escaping) passed.push(ctrlP);
      escaping = byte === ctrlP;
      if (!escaping) passed.push(byte);
    }
    if (passed.length > 0) line.send(Uint8Array.from(passed));
  }
}
