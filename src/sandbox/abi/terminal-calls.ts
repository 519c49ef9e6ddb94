/**
 * System calls on terminals (the ioctls of tty_ioctl(4) that programs use). ENOTTY for anything else.
 */
import type { Blocking } from "./blocking.ts";
import type { Termios, WindowSize } from "./termios.ts";

/** Calls on terminals. */
export interface TerminalCalls {
  isatty(fd: number): boolean;
  tcgetattr(fd: number): Termios;
  /** `drain` waits for output, `flush` drops typed input too. */
  tcsetattr(fd: number, settings: Termios, when?: "now" | "drain" | "flush"): Blocking<void>;
  tcflush(fd: number, queue: "input" | "output" | "both"): void;
  windowSize(fd: number): WindowSize;
  /** SIGWINCH to the foreground group when it changed. */
  setWindowSize(fd: number, size: WindowSize): void;
  tcgetpgrp(fd: number): number;
  /** SIGTTOU to the caller's group when it is in the background. */
  tcsetpgrp(fd: number, pgid: number): Blocking<void>;
  /** Makes the terminal the controlling one of the caller's session (TIOCSCTTY). */
  setControllingTerminal(fd: number): void;
  /** Gives the controlling terminal up (TIOCNOTTY). */
  dropControllingTerminal(): void;
  /** `/dev/pts/N` of a master opened from `/dev/ptmx`. */
  ptsname(fd: number): string;
  /** `/dev/pts/3`, `/dev/console`, …: what a terminal's descriptor was opened as. */
  ttyname(fd: number): string;
}
