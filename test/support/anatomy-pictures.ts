/** Pictures of hosts that nobody runs, for tests of what is drawn from them. */
import type {
  GuestPicture,
  HostPicture,
  LayerPicture,
  SandboxPicture,
} from "../../src/playground/anatomy/host-picture.ts";

/** A layer whose digest ends in its name's length and letters: the same name is the same layer. */
export function layerPicture(name: string, bytes = 2048): LayerPicture {
  const digits = Array.from(name, (letter) => letter.charCodeAt(0).toString(16)).join("");
  return { digest: `sha256:${digits.padStart(64, "0")}`, name, bytes };
}

/** A guest that has answered. */
export function guestPicture(changes: Partial<GuestPicture> = {}): GuestPicture {
  return {
    id: "m1",
    name: "web",
    accent: 0,
    state: "running",
    hypervisor: "type2",
    memoryMiB: 32,
    survey: { kernel: "Linux 6.12.1", system: "Test Linux", pciDevices: 8, processes: ["init", "sh"] },
    ...changes,
  };
}

/** A system sandbox on two layers. */
export function sandboxPicture(changes: Partial<SandboxPicture> = {}): SandboxPicture {
  return {
    id: "m2",
    name: "box",
    accent: 1,
    state: "running",
    kind: "system",
    confinement: null,
    ownNamespaces: ["pid", "network", "mount", "ipc", "uts", "user", "cgroup"],
    layers: [layerPicture("runtime", 600_000), layerPicture("system")],
    processes: ["init", "sh"],
    ...changes,
  };
}

/** A host with nothing on it but what is asked for. */
export function hostPicture(changes: Partial<HostPicture> = {}): HostPicture {
  return {
    cores: 2,
    deviceMemoryGiB: 8,
    browser: { browser: "Chromium 156", platform: "Linux" },
    guests: [],
    sandboxes: [],
    sharedKernel: null,
    absent: [],
    ...changes,
  };
}

/** The shared kernel with the host's own system on two layers. */
export const sharedKernel: NonNullable<HostPicture["sharedKernel"]> = {
  name: "Linux 6.12.0-test",
  processes: ["init"],
  layers: [layerPicture("runtime", 600_000), layerPicture("host")],
};
