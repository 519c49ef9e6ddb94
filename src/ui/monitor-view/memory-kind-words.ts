/** What a machine's memory is, kind by kind, in a line. Pure. */
import { assertNever } from "../../base/assert-never.ts";
import type { MemoryKinds } from "../../monitor/sample.ts";
import { formatFineMiB, formatMiB, notAvailable } from "../format.ts";

/** `reserved 43 · touched 20 · used 12 · balloon 0 · emulator’s own 11`, in MiB. */
export function memoryKindWords(kinds: MemoryKinds | null): string {
  if (!kinds) return notAvailable;
  switch (kinds.kind) {
    case "guest":
      return line(
        [
          ["reserved", kinds.reservedBytes],
          ["touched", kinds.touchedBytes],
          ["used", kinds.usedBytes],
          ["balloon", kinds.balloonBytes],
          ["emulator’s own", kinds.emulatorBytes],
        ],
        formatMiB,
      );
    case "sandbox":
      return line(
        [
          ["charged", kinds.chargedBytes],
          ["of it kernel objects", kinds.kernelBytes],
        ],
        formatFineMiB,
      );
    default:
      return assertNever(kinds);
  }
}

function line(
  parts: readonly (readonly [string, number | null])[],
  format: (bytes: number | null) => string,
): string {
  return parts.map(([name, bytes]) => `${name} ${format(bytes)}`).join(" · ");
}
