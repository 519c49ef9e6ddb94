/**
 * `/proc/sysrq-trigger` (proc(5), Documentation/admin-guide/sysrq.rst): one letter does something to the whole machine.
 * Only crashing and rebooting are there. It belongs to the host's root: whom a
 * user namespace maps to anybody else is refused.
 */
import { Errno } from "../../abi/errno.ts";
import { PseudoFile } from "../../fs/pseudo-file.ts";
import type { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";

/** What the letters do. */
export interface SysrqMachine {
  /** Nothing can be trusted any more: everything ends. */
  crash(why: string): void;
  halt(how: "restart" | "halt" | "poweroff"): void;
}

/** The file. EINVAL for letters that do nothing here. */
export function sysrqTrigger(fs: PseudoFileSystem, machine: SysrqMachine): PseudoFile {
  return new PseudoFile(fs, {
    write: (text) => {
      const act = {
        c: () => machine.crash("sysrq triggered crash"),
        b: () => machine.halt("restart"),
        o: () => machine.halt("poweroff"),
      };
      const letter = text[0];
      if (letter !== "c" && letter !== "b" && letter !== "o") throw new Errno("EINVAL");
      act[letter]();
    },
  });
}
