/**
 * The place map: where systems of the field stand, by whose kernel a program runs on and by what is put into the
 * machine; and where our own machines stand among them. Pure.
 */
import { arrangementIds, arrangements, type ArrangementId } from "./arrangements.ts";
import { chosen } from "./machine-choice.ts";
import type { MachineFacts } from "./machine-facts.ts";
import type { Content, FieldPlace, KernelSide } from "./places/field-place.ts";
import { ownKernelPlaces } from "./places/own-kernel-places.ts";
import { sharedKernelPlaces } from "./places/shared-kernel-places.ts";

/** All systems of the field. */
export const fieldPlaces: readonly FieldPlace[] = [...ownKernelPlaces, ...sharedKernelPlaces];

/** Across, from the most to the least that a machine has for itself. */
export const kernelSides: readonly {
  readonly id: KernelSide;
  readonly title: string;
  readonly what: string;
}[] = [
  { id: "type-1", title: "Own kernel, type 1", what: "the hypervisor decides who runs" },
  { id: "type-2", title: "Own kernel, type 2", what: "the hypervisor is an application" },
  { id: "shared", title: "The host's kernel", what: "kept apart by namespaces, held by cgroups" },
];

/** Down, from much to little. */
export const contents: readonly { readonly id: Content; readonly title: string }[] = [
  { id: "system", title: "A whole system" },
  { id: "application", title: "One application" },
  { id: "image-system", title: "The host itself as an image" },
];

const standing: Readonly<Record<ArrangementId, { readonly kernel: KernelSide; readonly content: Content }>> =
  {
    "type-1-guest": { kernel: "type-1", content: "system" },
    "type-2-guest": { kernel: "type-2", content: "system" },
    "system-sandbox": { kernel: "shared", content: "system" },
    "portal-application": { kernel: "shared", content: "application" },
    "confined-application": { kernel: "shared", content: "application" },
    "unconfined-application": { kernel: "shared", content: "application" },
    "read-only-system": { kernel: "shared", content: "image-system" },
  };

/** The field's systems in one region. */
export function placesIn(kernel: KernelSide, content: Content): readonly FieldPlace[] {
  return fieldPlaces.filter((place) => place.kernel === kernel && place.content === content);
}

/** Those of our machines that stand in a region. */
export function machinesIn<F extends MachineFacts>(
  machines: readonly F[],
  kernel: KernelSide,
  content: Content,
): readonly F[] {
  const here = arrangementIds.filter(
    (id) => standing[id].kernel === kernel && standing[id].content === content,
  );
  const ids = new Set(
    here.flatMap((id) => chosen(machines, arrangements[id].which).map((machine) => machine.id)),
  );
  return machines.filter(({ id }) => ids.has(id));
}
