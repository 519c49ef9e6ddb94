/**
 * Waiting for a guest to be in a state, whatever brings it there.
 */
import { abortable } from "../base/abort.ts";
import { deferred } from "../base/deferred.ts";
import type { Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import { isGuestState, type GuestState } from "./lifecycle.ts";

/** Resolves when a guest that is in state `now` is in `state`. Fails with `unknown-state`, or as the signal says. */
export async function reachedState(
  { now, onDidChange }: { readonly now: GuestState; readonly onDidChange: Evt<GuestState> },
  state: string,
  signal: AbortSignal,
): Promise<void> {
  if (!isGuestState(state)) {
    throw new Failure("unknown-state", `No guest is ever "${state}": the states are in the README.`);
  }
  if (now === state) return;
  const reached = deferred<void>();
  const listening = onDidChange.listen((next) => {
    if (next === state) reached.resolve();
  });
  await abortable(reached.promise, signal).finally(() => listening[Symbol.dispose]());
}
