/**
 * Entry of the worker that runs a program of the sandboxes' userland with nothing around it.
 */
import { expose, transferHandlers } from "comlink";
import type { BareProgramApi } from "../src/protocol/bare-program-api.ts";
import { installFailureTransfer } from "../src/protocol/failure-transfer.ts";
import { BareProgram } from "./bare/bare-program.ts";

installFailureTransfer(transferHandlers);

let program: BareProgram | null = null;
const api: BareProgramApi = {
  load: (module, initialPages) => void (program = new BareProgram(module, initialPages)),
  run(run) {
    if (!program) throw new Error("no program was loaded");
    return program.run(run, () => performance.now());
  },
};
expose(api);
