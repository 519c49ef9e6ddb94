/** The experiments of a playground, made when somebody first asks for them. */
import { systemClock } from "../../base/clock.ts";
import type { Playground } from "../playground.ts";
import { experiments } from "./catalog.ts";
import { PlaygroundHost } from "./playground-host.ts";
import { ExperimentSession } from "./session.ts";

const sessions = new WeakMap<Playground, ExperimentSession>();

/** One session a playground, for as long as the page lives. */
export function experimentsOf(playground: Playground): ExperimentSession {
  const known = sessions.get(playground);
  if (known) return known;
  const made = new ExperimentSession(experiments, new PlaygroundHost(playground, systemClock));
  sessions.set(playground, made);
  return made;
}
