/** What experiments there are, for who wants to list them before their code is here. */
import type { ExperimentId } from "./experiment.ts";

/** An experiment's id and title. */
export interface ListedExperiment {
  readonly id: ExperimentId;
  readonly title: string;
}

/** In the order in which they are shown. */
export const experimentList: readonly ListedExperiment[] = [
  { id: "start-up", title: "Start-up" },
  { id: "footprint", title: "Footprint" },
  { id: "density", title: "Density" },
  { id: "overhead", title: "Overhead" },
  { id: "isolation", title: "Isolation" },
  { id: "limits", title: "Limits" },
];
