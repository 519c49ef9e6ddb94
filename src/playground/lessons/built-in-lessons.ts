/**
 * The lessons that come with the playground, in the order in which they build on each other.
 */
import type { Lesson } from "./lesson.ts";
import { readLesson } from "./read-lesson.ts";
import applications from "./built-in/applications.json" with { type: "json" };
import firstGuest from "./built-in/first-guest.json" with { type: "json" };
import limits from "./built-in/limits.json" with { type: "json" };
import oneKernel from "./built-in/one-kernel.json" with { type: "json" };
import onlyAVm from "./built-in/only-a-vm.json" with { type: "json" };
import threeKernels from "./built-in/three-kernels.json" with { type: "json" };
import whatAContainerHides from "./built-in/what-a-container-hides.json" with { type: "json" };

/** All of them, checked like anybody's. */
export const builtInLessons: readonly Lesson[] = [
  firstGuest,
  threeKernels,
  oneKernel,
  limits,
  whatAContainerHides,
  onlyAVm,
  applications,
].map((json) => readLesson(json));
