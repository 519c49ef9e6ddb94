/**
 * The calls on terminals of one task: from descriptors and the numbers its pid namespace knows to terminals and the
 * kernel's numbers.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { TerminalCalls } from "../../abi/terminal-calls.ts";
import type { Termios, WindowSize } from "../../abi/termios.ts";
import type { FileContext } from "../../fs/file-context.ts";
import { describeLocation } from "../../fs/path-string.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import { PtyMaster } from "./pty-master.ts";
import { TerminalFile } from "./terminal-file.ts";

/** Numbers of process groups, between a task's pid namespace and the kernel. */
export interface GroupNumbers {
  /** `null` where there is no such group. */
  toKernel(group: number): number | null;
  /** 0 for one the namespace does not see. */
  fromKernel(group: number): number;
}

/** tty_ioctl(4) and its library calls. */
export class TaskTerminalCalls implements TerminalCalls {
  readonly #context: FileContext;
  readonly #controlling: ControllingTerminals;
  readonly #groups: GroupNumbers;

  constructor(context: FileContext, controlling: ControllingTerminals, groups: GroupNumbers) {
    this.#context = context;
    this.#controlling = controlling;
    this.#groups = groups;
  }

  isatty(fd: number): boolean {
    const file = this.#context.descriptors.get(fd);
    return file instanceof TerminalFile && !file.hungUp;
  }

  tcgetattr(fd: number): Termios {
    return this.#terminal(fd).tty.termios;
  }

  *tcsetattr(fd: number, settings: Termios, when: "now" | "drain" | "flush" = "now"): Blocking<void> {
    yield* this.#terminal(fd).tty.setTermios(settings, when, this.#context.caller);
  }

  tcflush(fd: number, queue: "input" | "output" | "both"): void {
    this.#terminal(fd).tty.flush(queue);
  }

  windowSize(fd: number): WindowSize {
    return this.#terminal(fd).tty.windowSize;
  }

  setWindowSize(fd: number, size: WindowSize): void {
    this.#terminal(fd).tty.windowSize = { columns: size.columns & 0xffff, rows: size.rows & 0xffff };
  }

  tcgetpgrp(fd: number): number {
    const { tty, master } = this.#terminal(fd);
    if (!master && tty.jobs.session !== this.#context.caller.job.session) throw new Errno("ENOTTY");
    const { foreground } = tty.jobs;
    return foreground === null ? 0 : this.#groups.fromKernel(foreground);
  }

  *tcsetpgrp(fd: number, pgid: number): Blocking<void> {
    const { tty } = this.#terminal(fd);
    yield* tty.jobs.setForeground(() => {
      if (pgid < 0) throw new Errno("EINVAL");
      return this.#groups.toKernel(pgid);
    }, this.#context.caller);
  }

  setControllingTerminal(fd: number): void {
    const { caller } = this.#context;
    const file = this.#terminal(fd);
    const { session, group, isSessionLeader } = caller.job;
    if (isSessionLeader && file.tty.jobs.session === session) return;
    if (!isSessionLeader || this.#controlling.of(session) || file.tty.jobs.session !== null)
      throw new Errno("EPERM");
    if (!file.readable && !caller.identity.capable("CAP_SYS_ADMIN")) throw new Errno("EPERM");
    file.tty.jobs.control(session, group);
  }

  dropControllingTerminal(): void {
    const { session, isSessionLeader } = this.#context.caller.job;
    const tty = this.#controlling.of(session);
    if (!tty) throw new Errno("ENOTTY");
    // Only a leader takes it from the whole session; another would lose it alone, which nothing here tells apart.
    if (!isSessionLeader) return;
    tty.jobs.signalForeground("SIGHUP");
    tty.jobs.signalForeground("SIGCONT");
    tty.jobs.release();
  }

  ptsname(fd: number): string {
    const file = this.#context.descriptors.get(fd);
    if (!(file instanceof PtyMaster)) throw new Errno("ENOTTY");
    return `/dev/pts/${file.number}`;
  }

  ttyname(fd: number): string {
    const file = this.#terminal(fd);
    const { paths } = this.#context;
    return file.place ? describeLocation(file.place.location, paths.root) : file.description;
  }

  /** EBADF, ENOTTY, EIO after a hang-up. */
  #terminal(fd: number): TerminalFile {
    const file = this.#context.descriptors.get(fd);
    if (!(file instanceof TerminalFile)) throw new Errno("ENOTTY");
    if (file.hungUp) throw new Errno("EIO");
    return file;
  }
}
