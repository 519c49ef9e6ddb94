/**
 * Something on the screen that a word or a lesson can point at, said in data. The screen knows where it is; this does
 * not.
 */
import { given, type JsonPlace } from "../json-place.ts";
import { arrangementIds, type ArrangementId } from "./arrangements.ts";

/** The parts of the host's bar. */
export const hostParts = ["cores", "memory", "kernels"] as const;
/** The views that can be pointed at. */
export const shownViews = ["consoles", "monitor", "anatomy", "ask", "experiments", "learn"] as const;
/** What can be seen of a machine. */
export const machineParts = ["console", "kernel-messages", "limits", "details"] as const;
/** The boxes of the anatomy: those that all share, and those of a machine. */
export const sharedBoxes = ["hardware", "host", "shared-kernel", "layer"] as const;
export const machineBoxes = [
  "hypervisor",
  "virtual-hardware",
  "kernel",
  "system",
  "application",
  "namespaces",
] as const;
/** The sections of a sandbox's details. */
export const detailSections = ["limits", "processes", "namespaces", "mounts", "files", "config"] as const;

/** A place to look at. A machine's is of the first machine that is so arranged; where there is none, one can be made. */
export type LiveTarget =
  | { readonly kind: "host"; readonly part: (typeof hostParts)[number] }
  | { readonly kind: "machines" }
  | { readonly kind: "host-console" }
  | { readonly kind: "view"; readonly view: (typeof shownViews)[number] }
  | { readonly kind: "dialog"; readonly dialog: "guest" | "sandbox" }
  | { readonly kind: "box"; readonly box: (typeof sharedBoxes)[number] }
  | {
      /** A machine's box in the anatomy. */
      readonly kind: "machine-box";
      readonly of: ArrangementId;
      readonly box: (typeof machineBoxes)[number];
      readonly name?: string;
    }
  | {
      readonly kind: "machine";
      readonly of: ArrangementId;
      readonly part: (typeof machineParts)[number];
      /** With `details`, of a sandbox. */
      readonly section?: (typeof detailSections)[number];
      /** Rather the machine of this name, if it is so arranged. */
      readonly name?: string;
    };

/** Reads a target out of JSON. */
export function readLiveTarget<Code extends string>(place: JsonPlace<Code>): LiveTarget {
  const fields = place.object(["kind", "part", "view", "dialog", "of", "section", "name", "box"]);
  const kind = fields.kind.oneOf([
    "host",
    "machines",
    "host-console",
    "view",
    "dialog",
    "machine",
    "box",
    "machine-box",
  ]);
  switch (kind) {
    case "host":
      return { kind, part: fields.part.oneOf(hostParts) };
    case "machines":
    case "host-console":
      return { kind };
    case "view":
      return { kind, view: fields.view.oneOf(shownViews) };
    case "dialog":
      return { kind, dialog: fields.dialog.oneOf(["guest", "sandbox"]) };
    case "box":
      return { kind, box: fields.box.oneOf(sharedBoxes) };
    case "machine-box":
      return {
        kind,
        of: fields.of.oneOf(arrangementIds),
        box: fields.box.oneOf(machineBoxes),
        ...given({ name: fields.name.optional((name) => name.text({ most: 63 })) }),
      };
    case "machine": {
      return {
        kind,
        of: fields.of.oneOf(arrangementIds),
        part: fields.part.oneOf(machineParts),
        ...given({
          section: fields.section.optional((section) => section.oneOf(detailSections)),
          name: fields.name.optional((name) => name.text({ most: 63 })),
        }),
      };
    }
  }
}
