/**
 * Takes the picture of a playground: its machines as they are now, with what surveys have learned of them.
 */
import { hostImage, sandboxCatalog } from "../../../images/sandbox-catalog.ts";
import { isActive } from "../../guest/lifecycle.ts";
import type { Layer, SandboxImage } from "../../sandbox/image/image.ts";
import { GuestMachine } from "../guest-machine.ts";
import type { Playground, PlaygroundMachine } from "../playground.ts";
import type { SandboxMachine } from "../sandbox-machine.ts";
import type { BrowserWords } from "./browser-words.ts";
import type {
  GuestPicture,
  GuestSurvey,
  HostPicture,
  LayerPicture,
  SandboxPicture,
  SharedKernelPicture,
} from "./host-picture.ts";

/** What has been learned from inside; each part is missing until it has been. */
export interface Learned {
  readonly guests: ReadonlyMap<string, GuestSurvey>;
  /** By machine. */
  readonly sandboxProcesses: ReadonlyMap<string, readonly string[]>;
  readonly host: { readonly name: string; readonly processes: readonly string[] } | null;
}

/** The picture now. */
export function takePicture(playground: Playground, learned: Learned, browser: BrowserWords): HostPicture {
  const { capacity, machines } = playground;
  const { host } = playground.hostSystem;
  return {
    cores: capacity.cores,
    deviceMemoryGiB: capacity.deviceMemoryGiB,
    browser,
    guests: machines.flatMap((machine) => guestPicture(machine, learned)),
    sandboxes: machines.flatMap((machine) => sandboxPicture(machine, learned, host?.image ?? null)),
    sharedKernel: sharedKernelPicture(playground, learned),
    absent: machines.filter((machine) => !machine.isActive).map(({ name, state }) => ({ name, state })),
  };
}

function guestPicture(machine: PlaygroundMachine, { guests }: Learned): readonly GuestPicture[] {
  if (!(machine instanceof GuestMachine) || !isActive(machine.state)) return [];
  const { id, name, accent, state, hypervisor, memoryMiB } = machine;
  return [{ id, name, accent, state, hypervisor, memoryMiB, survey: guests.get(id) ?? null }];
}

function sandboxPicture(
  machine: PlaygroundMachine,
  { sandboxProcesses }: Learned,
  host: SandboxImage | null,
): readonly SandboxPicture[] {
  if (machine instanceof GuestMachine || !machine.isActive) return [];
  const { id, name, accent, state, sandbox } = machine;
  return [
    {
      id,
      name,
      accent,
      state,
      kind: sandbox.kind,
      confinement: sandbox.kind === "application" ? (sandbox.options.confinement ?? "portal") : null,
      ownNamespaces: sandbox.config.linux.namespaces.map(({ type }) => type),
      layers: layersUnder(machine, host),
      processes: sandboxProcesses.get(id) ?? null,
    },
  ];
}

/** What runs in the host's own root stands on the host's layers, and on its application's above them. */
function layersUnder({ sandbox }: SandboxMachine, host: SandboxImage | null): readonly LayerPicture[] {
  const own = layerPictures(sandbox.image);
  if (sandbox.config.root || !host) return own;
  return [...layerPictures(host), ...(sandbox.kind === "application" ? own.slice(-1) : [])];
}

function sharedKernelPicture({ hostSystem }: Playground, learned: Learned): SharedKernelPicture | null {
  const { host } = hostSystem;
  if (!host) return null;
  const { host: known } = learned;
  return {
    name: known?.name ?? null,
    processes: known?.processes ?? null,
    layers: layerPictures(host.image),
  };
}

function layerPictures({ id, layers }: SandboxImage): readonly LayerPicture[] {
  return layers.map(({ digest, bytes }, index) => ({
    digest,
    name: nameOf(digest) ?? `${index + 1} of ${id}`,
    bytes,
  }));
}

/** As the catalog calls it. */
function nameOf(digest: Layer["digest"]): string | null {
  const layers = [hostImage, ...sandboxCatalog].flatMap((image) => image.layers);
  return layers.find(({ sha256 }) => digest === `sha256:${sha256}`)?.name ?? null;
}
