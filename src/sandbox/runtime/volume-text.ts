/** A volume as `-v` and the dialog take it: `from:to`, with `:ro` or `:rw` behind it. Pure. */
import type { Volume } from "./sandbox-options.ts";

/** `null` for what is no volume. `from` alone is shown at the same place inside. */
export function parseVolume(text: string): Volume | null {
  const [source = "", target = source, mode = "rw", ...rest] = text.split(":");
  if (rest.length > 0 || (mode !== "rw" && mode !== "ro")) return null;
  return { source, target, readOnly: mode === "ro" };
}
