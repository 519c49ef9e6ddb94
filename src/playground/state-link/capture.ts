/**
 * The machines of a playground as they are now, in the words in which they can be made again. What is in their memory
 * and on their disks is not part of it.
 */
import { sandboxCatalog } from "../../../images/sandbox-catalog.ts";
import { given } from "../json-place.ts";
import type { Playground, PlaygroundMachine } from "../playground.ts";
import type { MachineState } from "./playground-state.ts";

/** All machines, in order of creation. */
export function captureMachines({ machines, images }: Playground): readonly MachineState[] {
  return machines.map((machine) => captured(machine, images[0].id));
}

/** Machines made from images that somebody brought along as files, which no link can hold. */
export function madeFromFiles({ machines }: Pick<Playground, "machines">): readonly string[] {
  return machines.flatMap((machine) =>
    machine.kind === "guest" || sandboxCatalog.some(({ id }) => id === machine.sandbox.image.id)
      ? []
      : [machine.name],
  );
}

function captured(machine: PlaygroundMachine, usualImage: string): MachineState {
  const { name, limits, state, pauseWhenHidden } = machine;
  const held = state === "paused" ? { paused: true } : {};
  const start = machine.isActive ? {} : { start: false };
  if (machine.kind === "guest") {
    const { memoryMiB, hypervisor, imageId } = machine;
    const ballooned = limits.memoryMiB !== null && limits.memoryMiB < memoryMiB;
    return {
      plan: {
        kind: "guest",
        options: {
          name,
          memoryMiB,
          ...(imageId === usualImage ? {} : { image: imageId }),
          ...(hypervisor === "type2" ? {} : { hypervisor }),
          ...(limits.cpuCap === null ? {} : { cpuCap: limits.cpuCap }),
          ...(limits.cpuWeight === 100 ? {} : { cpuWeight: limits.cpuWeight }),
          ...(pauseWhenHidden ? { pauseWhenHidden } : {}),
          ...start,
        },
      },
      ...(ballooned ? { limits: { memoryMiB: limits.memoryMiB } } : {}),
      ...held,
    };
  }
  const { sandbox } = machine;
  const { memoryMiB, cpuCap, cpuWeight, pidsLimit } = limits;
  return {
    plan: {
      kind: "sandbox",
      options: {
        ...given(sandbox.options),
        name,
        image: sandbox.image.id,
        memoryMiB,
        ...(cpuCap === null ? {} : { cpus: cpuCap }),
        cpuWeight,
        pidsLimit,
        ...start,
      },
    },
    ...held,
  };
}
