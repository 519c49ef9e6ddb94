/**
 * Runs a small program of the host that looks at something and answers, as `cat` and `echo` on the host console would.
 * Refusals of the kernel come out as they are: `Errno`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Program, Syscalls } from "../../abi/program.ts";
import type { ChildStatus } from "../../abi/process-calls.ts";

/** The part of the host that this needs. `SandboxHost` has it. */
export interface InspectedHost {
  spawn(run: Program, name: string): { readonly ended: Promise<ChildStatus> };
}

/** What a program answers. */
export type Inspection<T> = (sys: Syscalls) => Blocking<T>;

/** Resolves with the program's answer; rejects with what it threw, or when it was killed first. */
export async function runInspection<T>(host: InspectedHost, inspection: Inspection<T>): Promise<T> {
  let answer: { readonly value: T } | { readonly thrown: unknown } | null = null;
  const { ended } = host.spawn(function* inspect(sys) {
    try {
      answer = { value: yield* inspection(sys) };
      return 0;
    } catch (error) {
      answer = { thrown: error };
      return 1;
    }
  }, "inspect");
  await ended;
  return given(answer);
}

function given<T>(answer: { readonly value: T } | { readonly thrown: unknown } | null): T {
  if (!answer) throw new Error("The program that was to look was killed.");
  if ("thrown" in answer) throw answer.thrown;
  return answer.value;
}
