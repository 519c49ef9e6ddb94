/**
 * A machine that could be made, as plain data: what a link, a lesson or an example describes, checked, before anything
 * is made of it. Pure.
 */
import type { CatalogImage } from "../../../images/catalog.ts";
import { emulatorOverheadMiB } from "../host-capacity.ts";
import { given, type JsonPlace } from "../json-place.ts";
import type { AddGuestOptions, AddSandboxOptions } from "../playground.ts";

/** What to make, and how it shall be then. */
export type MachinePlan =
  | { readonly kind: "guest"; readonly options: AddGuestOptions }
  | { readonly kind: "sandbox"; readonly options: AddSandboxOptions };

const namespaceKinds = ["pid", "mnt", "uts", "net", "ipc", "user", "cgroup"] as const;
const cores = { least: 0.01, most: 1024 };
const weight = { least: 1, most: 10_000 };
const memory = { least: 1, most: 65_536 };
const path = { most: 256 };
const word = { most: 63 };

/** Reads what a guest shall be. What its figures may be is checked when it is made. */
export function readGuestOptions<Code extends string>(place: JsonPlace<Code>): AddGuestOptions {
  const fields = place.object([
    "image",
    "name",
    "memoryMiB",
    "hypervisor",
    "cpuCap",
    "cpuWeight",
    "pauseWhenHidden",
    "start",
  ]);
  return given({
    image: fields.image.optional((image) => image.text(word)),
    name: fields.name.optional((name) => name.text(word)),
    memoryMiB: fields.memoryMiB.optional((size) => size.whole(memory)),
    hypervisor: fields.hypervisor.optional((kind) => kind.oneOf(["type1", "type2"])),
    cpuCap: fields.cpuCap.optional((cap) => cap.nullable((figure) => figure.number(cores))),
    cpuWeight: fields.cpuWeight.optional((figure) => figure.whole(weight)),
    pauseWhenHidden: fields.pauseWhenHidden.optional((wanted) => wanted.flag()),
    start: fields.start.optional((wanted) => wanted.flag()),
  });
}

/** Reads what a sandbox shall be. What its figures may be is checked when it is made. */
export function readSandboxOptions<Code extends string>(place: JsonPlace<Code>): AddSandboxOptions {
  const fields = place.object([
    "image",
    "kind",
    "confinement",
    "name",
    "memoryMiB",
    "cpus",
    "cpuWeight",
    "pidsLimit",
    "hostname",
    "readOnly",
    "tmpfs",
    "volumes",
    "user",
    "init",
    "env",
    "workingDirectory",
    "command",
    "share",
    "network",
    "start",
  ]);
  return given({
    image: fields.image.optional((image) => image.text(word)),
    kind: fields.kind.optional((kind) => kind.oneOf(["system", "application"])),
    confinement: fields.confinement.optional((held) => held.oneOf(["portal", "confined", "none"])),
    name: fields.name.optional((name) => name.text(word)),
    memoryMiB: fields.memoryMiB.optional((size) => size.nullable((figure) => figure.number(memory))),
    cpus: fields.cpus.optional((cap) => cap.nullable((figure) => figure.number(cores))),
    cpuWeight: fields.cpuWeight.optional((figure) => figure.whole(weight)),
    pidsLimit: fields.pidsLimit.optional((most) =>
      most.nullable((figure) => figure.whole({ least: 1, most: 4_194_304 })),
    ),
    hostname: fields.hostname.optional((name) => name.text(word)),
    readOnly: fields.readOnly.optional((wanted) => wanted.flag()),
    tmpfs: fields.tmpfs.optional((list) => list.list({ most: 16 }).map((each) => each.text(path))),
    volumes: fields.volumes.optional((list) => list.list({ most: 16 }).map(readVolume)),
    user: fields.user.optional((user) => user.text(word)),
    init: fields.init.optional((wanted) => wanted.flag()),
    env: fields.env.optional((variables) =>
      Object.fromEntries(
        variables.record(32).map(([name, value]) => [name, value.text({ least: 0, most: 1024 })]),
      ),
    ),
    workingDirectory: fields.workingDirectory.optional((directory) => directory.text(path)),
    command: fields.command.optional((words) =>
      words.list({ most: 32 }).map((each) => each.text({ least: 0, most: 1024 })),
    ),
    share: fields.share.optional((list) => list.list({ most: 7 }).map((kind) => kind.oneOf(namespaceKinds))),
    network: fields.network.optional((network) => network.oneOf(["none", "veth"])),
    start: fields.start.optional((wanted) => wanted.flag()),
  });
}

/** What a machine of this plan sets aside of the host's memory when it starts, in MiB; a sandbox nothing. */
export function reservedMiB(plan: MachinePlan, images: readonly CatalogImage[]): number {
  if (plan.kind === "sandbox" || plan.options.start === false) return 0;
  const { image: id, memoryMiB } = plan.options;
  const image = id === undefined ? images[0] : images.find((each) => each.id === id);
  return (memoryMiB ?? image?.defaultMemoryMiB ?? 0) + emulatorOverheadMiB;
}

function readVolume<Code extends string>(
  place: JsonPlace<Code>,
): NonNullable<AddSandboxOptions["volumes"]>[number] {
  const fields = place.object(["source", "target", "readOnly"]);
  return {
    source: fields.source.text(path),
    target: fields.target.text(path),
    readOnly: fields.readOnly.flag(),
  };
}
