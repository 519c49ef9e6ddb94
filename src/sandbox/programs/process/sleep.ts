/** sleep(1), usleep: waits. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { program } from "../command/command.ts";
import { UsageError } from "../command/options.ts";
import { durationMs } from "../command/quantities.ts";

export const sleep = program(
  {
    usage: "NUMBER[smhd]...",
    about: "Wait for the sum of the NUMBERs, seconds if nothing else is said.",
    options: {},
  },
  function* (command, { operands }) {
    if (operands.length === 0) throw new UsageError("missing operand");
    let totalMs = 0;
    for (const operand of operands) {
      const ms = durationMs(operand);
      if (ms === null) throw new UsageError(`invalid time interval '${operand}'`);
      totalMs += ms;
    }
    yield* sleepFully(command.sys, totalMs);
  },
);

/** Sleeps on after handled signals. */
export function* sleepFully(sys: Syscalls, ms: number): Blocking<void> {
  // Timers of browsers count to 2³¹ ms: longer sleeps are made of shorter ones.
  let leftMs = ms;
  while (leftMs > 0) {
    const stretchMs = Math.min(leftMs, 86_400_000);
    leftMs = leftMs - stretchMs + (yield* sys.sleep(stretchMs));
  }
}
