/**
 * Why a guest died.
 */
import { Failure } from "../base/failure.ts";
import type { CrashKind } from "../protocol/guest-api.ts";

/** Why a guest is `crashed`. `detail` is the machine's own words: plain text, not to be trusted. */
export interface Crash {
  readonly kind: CrashKind;
  readonly detail: string;
}

/** What a boot that failed with `error` died of. */
export function crashOf(error: unknown): Crash {
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Failure ? error.code : "";
  if (code === "out-of-memory" || code === "worker-died") return { kind: code, detail };
  return { kind: "emulator-trap", detail };
}
