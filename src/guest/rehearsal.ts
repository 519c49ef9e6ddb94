/**
 * Boots a guest that nobody sees and lets go of it at its prompt. A browser compiles the emulator in two steps, the
 * second only for code that has proved busy; a boot before the first real one has that behind it for all guests.
 */
import { abortable, settledWithin } from "../base/abort.ts";
import type { Clock } from "../base/clock.ts";
import { deferred } from "../base/deferred.ts";
import { Disposables } from "../base/disposable.ts";
import { ConsoleLine } from "./console-line.ts";
import type { BootMaterial, GuestImage } from "./guest-options.ts";
import type { SpawnGuestWorker } from "./guest-worker.ts";
import { PowerCycle } from "./power-cycle.ts";

/** A rehearsal that takes longer than this has done its work, in ms. */
const longestMs = 3_000;

/** What a rehearsal is held with. */
export interface RehearsalParts {
  readonly image: GuestImage;
  readonly material: BootMaterial;
  readonly spawnWorker: SpawnGuestWorker;
  readonly clock: Clock;
}

/** Resolves when the worker is gone again; rejects with the signal's reason as soon as it aborts. */
export async function rehearse(parts: RehearsalParts, signal: AbortSignal): Promise<void> {
  const { image, material, spawnWorker, clock } = parts;
  using life = new Disposables();
  const lines = { console: new ConsoleLine(), serial: new ConsoleLine() };
  const cycle = life.add(new PowerCycle(spawnWorker("rehearsal"), lines));
  const over = deferred<void>();
  cycle.onEvent.listen(({ kind }) => {
    if (kind !== "sampled") over.resolve();
  });
  const boot = {
    ...material,
    commandLine: image.commandLine,
    memoryMiB: image.minimumMemoryMiB,
    consoleSize: lines.console.size,
  };
  await abortable(cycle.boot(boot), signal);
  await abortable(settledWithin(over.promise, longestMs, clock), signal);
}
