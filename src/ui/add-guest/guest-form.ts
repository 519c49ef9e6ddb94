/** What the dialog for a new guest says about its processor, out of the form's fields. Pure. */
import { isHypervisorKind } from "../../guest/hypervisor-kind.ts";
import type { AddGuestOptions } from "../../playground/playground.ts";

/** Hypervisor, cap and weight; what is left empty is left to its default. */
export function processorOptions(
  fields: FormData,
): Pick<AddGuestOptions, "hypervisor" | "cpuCap" | "cpuWeight"> {
  const hypervisor = fields.get("hypervisor");
  const percent = number(fields.get("cap"));
  const cpuWeight = number(fields.get("weight"));
  return {
    ...(typeof hypervisor === "string" && isHypervisorKind(hypervisor) ? { hypervisor } : {}),
    ...(percent === null ? {} : { cpuCap: percent / 100 }),
    ...(cpuWeight === null ? {} : { cpuWeight }),
  };
}

function number(value: FormDataEntryValue | null): number | null {
  return typeof value === "string" && value.trim() !== "" ? Number(value) : null;
}
