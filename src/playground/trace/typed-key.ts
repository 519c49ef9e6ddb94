/** A key typed at a console, and the moment its echo comes back. Deletes what it typed. */
import { abortable } from "../../base/abort.ts";
import type { Clock } from "../../base/clock.ts";
import { deferred } from "../../base/deferred.ts";
import { Failure } from "../../base/failure.ts";
import type { TerminalLine } from "../../protocol/terminal-line.ts";

/** A machine that echoes nothing for so long is not at a prompt. */
const longestMs = 5_000;
const deleteKey = "\u007F";

/** When it was sent, taken over and echoed: on the page's clock, in ms since the epoch. */
export interface TypedKey {
  readonly sentAtMs: number;
  /** `send` came back: in a sandbox the kernel has it by then. */
  readonly takenAtMs: number;
  readonly echoedAtMs: number;
}

/** The page's clock, in ms since the epoch, as fine as it goes. */
export type EpochMs = () => number;

/** Types `key`; fails with `no-echo` when nothing comes back. */
export async function typeKey(
  line: Pick<TerminalLine, "send" | "attach">,
  key: string,
  { clock, epochMs, signal }: { clock: Clock; epochMs: EpochMs; signal: AbortSignal },
): Promise<TypedKey> {
  const echoed = deferred<number>();
  const attached = line.attach((bytes) => {
    if (new TextDecoder().decode(bytes).includes(key)) echoed.resolve(epochMs());
  });
  const late = clock.after(longestMs, () =>
    echoed.reject(
      new Failure("no-echo", "The console echoed nothing within 5 s. Bring it to its shell's prompt first."),
    ),
  );
  try {
    const sentAtMs = epochMs();
    line.send(new TextEncoder().encode(key));
    const takenAtMs = epochMs();
    const echoedAtMs = await abortable(echoed.promise, signal);
    return { sentAtMs, takenAtMs, echoedAtMs };
  } finally {
    late[Symbol.dispose]();
    attached[Symbol.dispose]();
  }
}

/** Deletes the letter that was typed. */
export function untype(line: Pick<TerminalLine, "send">): void {
  line.send(new TextEncoder().encode(deleteKey));
}
