/**
 * What a playground is made of in tests of elements that run real sandboxes beside fake guests.
 */
import { systemClock } from "../../../src/base/clock.ts";
import { pageHostSystem } from "../../../src/playground/page-host-system.ts";
import type { PlaygroundParts } from "../../../src/playground/playground.ts";
import { playgroundParts } from "../../support/playground-parts.ts";

/** All of it: fake guests, the page's own host kernel and images. */
export function pageParts(): PlaygroundParts {
  const parts = playgroundParts(systemClock);
  return { ...parts, ...pageHostSystem(parts.capacity.memoryBytes) };
}
