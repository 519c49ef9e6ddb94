/** All experiments, in the order in which they are shown. */
import type { Experiment } from "./experiment.ts";
import { density } from "./density.ts";
import { footprint } from "./footprint.ts";
import { isolation } from "./isolation.ts";
import { limits } from "./limits.ts";
import { overhead } from "./overhead.ts";
import { startUp } from "./start-up.ts";

/** By their place on the screen. */
export const experiments: readonly Experiment[] = [startUp, footprint, density, overhead, isolation, limits];
