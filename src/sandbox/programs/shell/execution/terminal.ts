/**
 * The terminal of a shell with job control: which group is in its foreground, and its settings before a job.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import type { Syscalls } from "../../../abi/program.ts";
import type { Termios } from "../../../abi/termios.ts";

/** The controlling terminal, by a descriptor of the shell's own. */
export class ShellTerminal {
  readonly fd: number;
  /** The shell's own process group. */
  readonly group: number;
  #settings: Termios | null = null;

  constructor(fd: number, group: number) {
    this.fd = fd;
    this.group = group;
  }

  /** Notes the settings, to be put back if the job that gets the terminal leaves it in a mess. */
  remember(sys: Syscalls): void {
    try {
      this.#settings = sys.tcgetattr(this.fd);
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#settings = null;
    }
  }

  /** Gives it to a job. */
  *give(sys: Syscalls, group: number): Blocking<void> {
    try {
      yield* sys.tcsetpgrp(this.fd, group);
    } catch (error) {
      // The job may be over, or the terminal gone.
      if (!isErrno(error)) throw error;
    }
  }

  /** Takes it back; `mend` puts back the settings too. */
  *takeBack(sys: Syscalls, mend: boolean): Blocking<void> {
    yield* this.give(sys, this.group);
    if (!mend || !this.#settings) return;
    try {
      yield* sys.tcsetattr(this.fd, this.#settings, "drain");
    } catch (error) {
      if (!isErrno(error)) throw error;
    }
  }
}
