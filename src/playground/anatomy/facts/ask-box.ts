/**
 * Asks about a box, then and there: the machine itself, the host's kernel or the browser, whichever knows.
 */
import { Failure } from "../../../base/failure.ts";
import { assertNever } from "../../../base/assert-never.ts";
import type { SandboxHost } from "../../../sandbox/runtime/sandbox-host.ts";
import type { GuestMachine } from "../../guest-machine.ts";
import type { WaitOptions } from "../../machine-console.ts";
import type { Playground, PlaygroundMachine } from "../../playground.ts";
import type { SandboxMachine } from "../../sandbox-machine.ts";
import type { AnatomyBox } from "../anatomy-box.ts";
import type { BrowserNavigator } from "../browser-words.ts";
import type { FactSection } from "./fact.ts";
import { kernelFacts, processFacts, systemFacts, virtualHardwareFacts } from "./guest-facts.ts";
import { browserFacts, hardwareFacts } from "./host-facts.ts";
import { bareFacts, hostedFacts } from "./hypervisor-facts.ts";
import {
  hostProcessFacts,
  layerFacts,
  namespaceFacts,
  sandboxProcessFacts,
  sharedKernelFacts,
} from "./sandbox-facts.ts";

/** Whom questions can be put to. */
export interface Asked {
  readonly playground: Playground;
  readonly navigator: BrowserNavigator;
  readonly crossOriginIsolated: boolean;
}

/**
 * What there is to tell of `box`. Fails with `removed` when it is gone, `wrong-state` while its machine does not run,
 * and as asking does; rejects with the signal's reason.
 */
export async function askBox(
  { playground, navigator, crossOriginIsolated }: Asked,
  box: AnatomyBox,
  options: WaitOptions = {},
): Promise<readonly FactSection[]> {
  const { subject } = box;
  switch (subject.of) {
    case "hardware":
      return await hardwareFacts({ capacity: playground.capacity, navigator, crossOriginIsolated });
    case "browser":
      return await browserFacts({ capacity: playground.capacity, navigator, crossOriginIsolated });
    case "bare-hypervisor":
      return bareFacts(await playground.bareHypervisor.schedule());
    case "shared-kernel":
      return await sharedKernelFacts(hostOf(playground), box.machines, options);
    case "host-system":
      return await hostProcessFacts(hostOf(playground));
    case "layer":
      return layerFacts(subject.layer, ...usersOf(playground, subject.layer.digest));
    case "machine":
      return await askMachine(playground, box, machineOf(playground, subject.machineId), options);
    default:
      return assertNever(subject);
  }
}

async function askMachine(
  playground: Playground,
  box: AnatomyBox,
  machine: PlaygroundMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  if (machine.kind === "guest") return await askGuest(box, machine, options);
  return await askSandbox(hostOf(playground), box, machine);
}

async function askGuest(
  { kind }: AnatomyBox,
  guest: GuestMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  switch (kind) {
    case "hypervisor":
      return hostedFacts(guest);
    case "virtual-hardware":
      return await virtualHardwareFacts(guest, options);
    case "kernel":
      return await kernelFacts(guest, options);
    case "system":
      return await systemFacts(guest, options);
    case "application":
      return await processFacts(guest, options);
    case "hardware":
    case "host":
    case "shared-kernel":
    case "layer":
    case "namespaces":
      throw new Error(`a guest has no ${kind} of its own`);
    default:
      return assertNever(kind);
  }
}

async function askSandbox(
  host: SandboxHost,
  { kind }: AnatomyBox,
  machine: SandboxMachine,
): Promise<readonly FactSection[]> {
  if (kind === "namespaces") return await namespaceFacts(host, machine);
  return await sandboxProcessFacts(host, machine);
}

function machineOf({ machines }: Playground, id: string): PlaygroundMachine {
  const machine = machines.find((each) => each.id === id);
  if (machine) return machine;
  throw new Failure("removed", "The machine was removed.");
}

function hostOf({ hostSystem }: Playground): SandboxHost {
  const { host } = hostSystem;
  if (host) return host;
  throw new Failure("host-down", "The host’s kernel does not run.");
}

/** Machines whose image has a layer, running or not, the host first; and those images. */
function usersOf(
  { machines, hostSystem }: Playground,
  digest: string,
): readonly [users: readonly string[], images: readonly string[]] {
  const images = new Map<string, string>();
  const users: string[] = [];
  const all = [
    ...(hostSystem.host ? [{ name: "the host’s own system", image: hostSystem.host.image }] : []),
    ...machines.flatMap((machine) =>
      machine.kind === "sandbox" ? [{ name: machine.name, image: machine.sandbox.image }] : [],
    ),
  ];
  for (const { name, image } of all) {
    if (!image.layers.some((layer) => layer.digest === digest)) continue;
    users.push(name);
    images.set(image.id, image.title);
  }
  return [users, [...images.values()]];
}
