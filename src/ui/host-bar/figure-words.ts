/** How the figures of machines are measured, in words, for tooltips. */
import type { MonitorSample } from "../../monitor/sample.ts";
import { formatMiB } from "../format.ts";

/** A guest's CPU share. */
export const cpuHow =
  "An estimate: the time its worker thread worked, as a mean of the last 3 s, with the time taken out in which the " +
  "system gave the core to others. The browser tells no thread's CPU time.";

/** A guest's memory. */
export const memoryHow =
  "Used: the guest kernel's own figure, told through the virtio balloon. Reserved: the emulator's WebAssembly " +
  "memory, which holds the guest's RAM and what the emulator needs beside it.";

/** A sandbox's CPU share. `kernelShare` is the part of a core that the host kernel may have. */
export function sandboxCpuHow(kernelShare: number | null): string {
  const measured =
    "Measured: the run time of its processes, as the host kernel accounts it to its cgroup (cpu.stat), as a mean of the last 3 s; " +
    "where cores are short, its part of what guests leave to the page’s thread.";
  if (kernelShare === null) return measured;
  return `${measured} All sandboxes share the page's thread: the host kernel may take ${Math.round(kernelShare * 100)} % of each frame.`;
}

/** A sandbox's memory. */
export const sandboxMemoryHow =
  "Measured: memory.current of its cgroup, that is the memory of its programs, the bytes it wrote, and what waits in " +
  "pipes and sockets. The limit is memory.max. Layers of its image are shared, and counted apart.";

/** What is promised of the cores. */
export const promisedCoresHow =
  "The sum of all CPU limits: a guest's cap, or the one core that its vCPU can take; a sandbox's cpu.max. Without a " +
  "limit nothing is promised. Limits are ceilings: cores are shared by time, so they may add up to more than there is, " +
  "and then not everyone can have all of theirs at once; weights decide who waits. Type 1 guests share one core, and " +
  "sandboxes the page's thread, whatever is promised to them. " +
  "Each slot is one machine's limit, filled with what it uses: drag its edge, or use the arrow keys, to change it.";

/** What is promised of the memory. */
export const promisedMemoryHow =
  "A guest's RAM and its emulator's memory (grey) are held for it from its start, whatever its balloon takes " +
  "(hatched), so a " +
  "guest that does not fit is refused unless overcommit is on. A sandbox's memory.max holds nothing ready: it is a " +
  "ceiling, and ceilings may add up to more than there is, as on any Linux host. What is charged may not. " +
  "Drag an edge, or use the arrow keys, to change a limit.";

/** What overcommit does: so much is given beyond what there is, and so much of it all was ever written. */
export function overcommitWords(overMiB: number, touched: number | null): string {
  return (
    `Overcommitted now: ${Math.round(overMiB)} MiB more are given than the host has. That goes well while it is not ` +
    `written: ${formatMiB(touched)} MiB of the guests' memory ever were. When the browser has no more it refuses new guests, ` +
    "or ends the page with every machine in it."
  );
}

/** What guests ever wrote of their memory, in bytes; `null` where none tells. */
export function touchedBytes(sample: MonitorSample | null): number | null {
  const told = (sample?.machines ?? []).flatMap(({ memoryKinds: kinds }) =>
    kinds?.kind === "guest" && kinds.touchedBytes !== null ? [kinds.touchedBytes] : [],
  );
  return told.length > 0 ? told.reduce((sum, bytes) => sum + bytes, 0) : null;
}
