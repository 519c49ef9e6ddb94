/** Tells a broken program's user, on its descriptor 2, what the kernel knows of the fault. */
import type { ExecutionOutcome } from "./runnable.ts";
import type { Task } from "./task.ts";

const encoder = new TextEncoder();

/** One line, as far as it can be written without waiting. */
export function reportFault(task: Task, fault: Extract<ExecutionOutcome, { kind: "faulted" }>): void {
  const line = `${task.image.comm}[${task.ownPid}]: ${fault.signal}: ${fault.why}\n`;
  try {
    const file = task.files?.descriptors.get(2);
    if (!file?.writable) return;
    // One step: where it would wait it is left.
    const writing = file.write(encoder.encode(line), task);
    if (!writing.next("woken").done) writing.return(0);
  } catch {
    // There is nobody to tell.
  }
}
