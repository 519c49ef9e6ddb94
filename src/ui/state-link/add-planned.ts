/**
 * Makes a machine that was planned in data, by the same command as a click.
 */
import type { MachinePlan } from "../../playground/state-link/machine-plan.ts";
import type { Commands } from "../commands.ts";

/** Resolves with the words of a refusal, or `null`. */
export function addPlanned(plan: MachinePlan, commands: Commands): Promise<string | null> {
  return plan.kind === "guest"
    ? commands.addGuests(plan.options, 1, "its console")
    : commands.addSandboxes(plan.options, 1, "its console");
}
