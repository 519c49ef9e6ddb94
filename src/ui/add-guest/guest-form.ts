/**
 * What the dialog for a new guest has in its fields, as what is asked of the playground; or what is wrong with which
 * field, in the field's own unit. Pure.
 */
import type { CatalogImage } from "../../../images/catalog.ts";
import { Failure } from "../../base/failure.ts";
import { isHypervisorKind } from "../../guest/hypervisor-kind.ts";
import { guestRequest, type AddGuestOptions } from "../../playground/guest-request.ts";

/** How many guests one form can ask for. */
export const mostGuestsAtOnce = 8;

/** Names of the fields that can be wrong, which are their elements' ids. */
export type GuestField = "name" | "memory" | "cap" | "weight" | "count";

/** A form that can be sent. */
export interface GuestOrder {
  readonly options: AddGuestOptions;
  readonly count: number;
}

/** A form that cannot, for a field of it. */
export interface GuestRefusal {
  readonly field: GuestField;
  readonly refusal: string;
}

/** Least and most of a core that a cap can be, in percent. */
const capPercent = { least: 5, most: 100 };

/** What is asked for, or why it cannot be had. What is empty is left to its default. `taken` are names of machines. */
export function guestOrder(
  fields: FormData,
  images: readonly [CatalogImage, ...CatalogImage[]],
  taken: ReadonlySet<string>,
): GuestOrder | GuestRefusal {
  const [image, name, hypervisor] = [text(fields, "image"), text(fields, "name"), text(fields, "hypervisor")];
  const [memoryMiB, percent] = [number(fields, "memory"), number(fields, "cap")];
  const [cpuWeight, count] = [number(fields, "weight"), number(fields, "count") ?? 1];
  const ofImage = image === "" ? {} : { image };
  const named = name === "" ? {} : { name };
  const sized = memoryMiB === undefined ? {} : { memoryMiB };
  const weighed = cpuWeight === undefined ? {} : { cpuWeight };
  // Several have numbers behind the name: whether these are taken is for whoever makes them to see.
  const others = count > 1 ? new Set<string>() : taken;
  const refusal =
    refused("name", () => guestRequest({ ...ofImage, ...named }, images, others)) ??
    refused("memory", () => guestRequest({ ...ofImage, ...sized }, images, taken)) ??
    refusedCap(percent) ??
    refused("weight", () => guestRequest({ ...ofImage, ...weighed }, images, taken)) ??
    refusedCount(count);
  if (refusal) return refusal;
  return {
    options: {
      ...ofImage,
      ...named,
      ...sized,
      ...(isHypervisorKind(hypervisor) ? { hypervisor } : {}),
      ...(percent === undefined ? {} : { cpuCap: percent / 100 }),
      ...weighed,
    },
    count,
  };
}

/** How many are asked for, as far as that can be: for the words on the button while the form is filled in. */
export function askedCount(fields: FormData): number {
  return Math.min(mostGuestsAtOnce, Math.max(1, Math.trunc(number(fields, "count") ?? 1) || 1));
}

function refusedCap(percent: number | undefined): GuestRefusal | null {
  const { least, most } = capPercent;
  if (percent === undefined || (percent >= least && percent <= most)) return null;
  const refusal = `${percent} % cannot be a guest's CPU cap: use ${least} to ${most} % of a core, or leave it empty for no cap.`;
  return { field: "cap", refusal };
}

function refusedCount(count: number): GuestRefusal | null {
  if (Number.isInteger(count) && count >= 1 && count <= mostGuestsAtOnce) return null;
  const refusal = `${count} guests cannot be booted at once: use whole numbers from 1 to ${mostGuestsAtOnce}.`;
  return { field: "count", refusal };
}

function refused(field: GuestField, check: () => unknown): GuestRefusal | null {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof Failure) return { field, refusal: error.message };
    throw error;
  }
}

function text(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value.trim() : "";
}

function number(fields: FormData, name: string): number | undefined {
  const value = text(fields, name);
  return value === "" ? undefined : Number(value);
}
