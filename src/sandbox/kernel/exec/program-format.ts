/** Programs written in TypeScript: a file with a magic and a name, whose code is in the program table. */
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import { programMagic } from "../../abi/program.ts";
import type { ProgramTable } from "../../abi/program.ts";
import { GeneratorExecution } from "../generator-execution.ts";
import { startsWith } from "./file-head.ts";
import type { BinaryFormat, ExecutableFile, LoadedProgram } from "./binary-format.ts";

const decoder = new TextDecoder();

/** Looks its programs up by name. */
export class ProgramFormat implements BinaryFormat {
  readonly name = "typescript";
  readonly magic = programMagic;
  readonly enabled = true;
  readonly #programs: ProgramTable;

  constructor(programs: ProgramTable) {
    this.#programs = programs;
  }

  recognises(head: Uint8Array): boolean {
    return startsWith(head, programMagic);
  }

  // oxlint-disable-next-line require-yield -- the code is here already
  *load({ head }: ExecutableFile): Blocking<LoadedProgram> {
    const [line = ""] = decoder.decode(head.subarray(programMagic.length)).split("\n");
    const name = line.trim();
    const program = this.#programs.get(name);
    if (!program) throw new Errno("ENOEXEC", `this kernel has no program "${name}"`);
    return {
      begin: ({ sys, given }) => {
        // Inside a generator of our own, so that nothing of it runs before the task does.
        const body = function* body(): Blocking<number> {
          return yield* program(sys, given);
        };
        return new GeneratorExecution(body());
      },
    };
  }
}
