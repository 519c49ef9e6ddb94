/**
 * Stacks what runs on the host: what is shared once, under all that share it; what each machine has of its own as often
 * as there are machines. Pure.
 */
import { formatMebibytes } from "./format-mebibytes.ts";
import type { AnatomyBox, Arrangement, BoxKind, BoxSubject } from "./anatomy-box.ts";
import type {
  GuestPicture,
  HostPicture,
  LayerPicture,
  SandboxPicture,
  SharedKernelPicture,
} from "./host-picture.ts";

/** How many namespaces there are for a sandbox to have of its own (namespaces(7), without time). */
const namespaceKinds = 7;

/** The root of the tree: the hardware that everything stands on. */
export function anatomyOf(picture: HostPicture): AnatomyBox {
  const { guests, sharedKernel, browser } = picture;
  const type2 = guests.filter(({ hypervisor }) => hypervisor === "type2");
  const type1 = guests.filter(({ hypervisor }) => hypervisor === "type1");
  const host = shared("host", "host", "Host kernel and browser", browserDetail(browser), { of: "browser" }, [
    ...type2.map(hostedGuest),
    ...(type1.length > 0 ? [bareHypervisor(type1)] : []),
    ...(sharedKernel ? [sharedKernelBox(sharedKernel, picture.sandboxes)] : []),
  ]);
  return shared("hardware", "hardware", "Hardware", hardwareDetail(picture), { of: "hardware" }, [host]);
}

/** A box of nobody's own: it belongs to all that stands on it. */
function shared(
  id: string,
  kind: BoxKind,
  title: string,
  detail: string,
  subject: BoxSubject,
  children: readonly AnatomyBox[],
): AnatomyBox {
  return {
    id,
    kind,
    title,
    detail,
    subject,
    accent: null,
    machines: [...new Set(children.flatMap(({ machines }) => machines))],
    arrangements: [...new Set(children.flatMap(({ arrangements }) => arrangements))],
    children,
  };
}

/** A pile of boxes that are all of one machine, lowest first. */
function pile(
  { id, name, accent }: Pick<GuestPicture, "id" | "name" | "accent">,
  arrangement: Arrangement,
  storeys: readonly (readonly [kind: BoxKind, title: string, detail: string])[],
): readonly AnatomyBox[] {
  return storeys.reduceRight<readonly AnatomyBox[]>(
    (children, [kind, title, detail]) => [
      {
        id: `${id}/${kind}`,
        kind,
        title,
        detail,
        subject: { of: "machine", machineId: id },
        accent,
        machines: [name],
        arrangements: [arrangement],
        children,
      },
    ],
    [],
  );
}

function hostedGuest(guest: GuestPicture): AnatomyBox {
  const [box] = pile(guest, "type2", [
    ["hypervisor", "Type 2 hypervisor", "v86 in its own worker"],
    ...guestStoreys(guest),
  ]);
  if (!box) throw new Error("a pile has a lowest box");
  return box;
}

function bareHypervisor(guests: readonly GuestPicture[]): AnatomyBox {
  const detail = `one core for ${guests.length === 1 ? "1 guest" : `${guests.length} guests`}`;
  return shared(
    "bare-hypervisor",
    "hypervisor",
    "Type 1 hypervisor",
    detail,
    { of: "bare-hypervisor" },
    guests.flatMap((guest) => pile(guest, "type1", guestStoreys(guest))),
  );
}

function guestStoreys({
  state,
  memoryMiB,
  survey,
}: GuestPicture): readonly (readonly [BoxKind, string, string])[] {
  return [
    [
      "virtual-hardware",
      "Virtual hardware",
      `${memoryMiB} MiB${survey ? `, ${survey.pciDevices} devices` : ""}`,
    ],
    ["kernel", "Kernel", survey?.kernel ?? unanswered(state)],
    ["system", "System", survey?.system ?? unanswered(state)],
    ["application", "Applications", processWords(survey?.processes ?? null, state)],
  ];
}

function sharedKernelBox(
  { name, processes, layers }: SharedKernelPicture,
  sandboxes: readonly SandboxPicture[],
): AnatomyBox {
  return shared(
    "shared-kernel",
    "shared-kernel",
    "Shared host kernel",
    `${name ?? "Linux-like"}, simulated in the page`,
    { of: "shared-kernel" },
    stacks([
      { layers, tops: [hostSystem(processes)] },
      ...sandboxes.map((sandbox) => ({ layers: sandbox.layers, tops: sandboxStoreys(sandbox) })),
    ]),
  );
}

function hostSystem(processes: readonly string[] | null): AnatomyBox {
  return {
    id: "host-system",
    kind: "application",
    title: "Host’s programs",
    detail: processWords(processes, "running"),
    subject: { of: "host-system" },
    accent: null,
    machines: [],
    arrangements: [],
    children: [],
  };
}

function sandboxStoreys(sandbox: SandboxPicture): readonly AnatomyBox[] {
  const own = sandbox.ownNamespaces.length;
  const held =
    own === 0
      ? "0 own"
      : own === namespaceKinds
        ? `${own} own`
        : `${own} own, ${namespaceKinds - own} the host’s`;
  return pile(sandbox, sandbox.kind, [
    ["namespaces", "Namespaces", held],
    [
      "application",
      sandbox.kind === "system" ? "Applications" : "Application",
      processWords(sandbox.processes, sandbox.state),
    ],
  ]);
}

interface Stack {
  readonly layers: readonly LayerPicture[];
  readonly tops: readonly AnatomyBox[];
}

/** Layers as a tree: those that begin alike stand on one another once. What needs no more layers comes first. */
function stacks(all: readonly Stack[], below = ""): readonly AnatomyBox[] {
  const done = all.filter(({ layers }) => layers.length === 0).flatMap(({ tops }) => tops);
  const byLowest = new Map<string, { readonly layer: LayerPicture; readonly rest: Stack[] }>();
  for (const { layers, tops } of all) {
    const [layer, ...rest] = layers;
    if (!layer) continue;
    const entry = byLowest.get(layer.digest) ?? { layer, rest: [] };
    byLowest.set(layer.digest, entry);
    entry.rest.push({ layers: rest, tops });
  }
  const layered = Array.from(byLowest.values(), ({ layer, rest }) =>
    shared(
      `layer${below}/${layer.digest}`,
      "layer",
      `Layer ${layer.name}`,
      formatMebibytes(layer.bytes),
      { of: "layer", layer },
      stacks(rest, `${below}/${layer.digest}`),
    ),
  );
  return [...done, ...layered];
}

/** The processes by name, each name once with how many there are of it. */
function processWords(processes: readonly string[] | null, state: string): string {
  if (!processes) return unanswered(state);
  const counts = new Map<string, number>();
  for (const name of processes) counts.set(name, (counts.get(name) ?? 0) + 1);
  const words = Array.from(counts, ([name, count]) => (count > 1 ? `${name} ×${count}` : name));
  const held = state === "paused" ? "paused: " : "";
  return held + (words.length > 0 ? words.join(", ") : "none");
}

/** A machine tells nothing while it boots or stands still. */
function unanswered(state: string): string {
  return state === "starting" || state === "paused" ? state : "not answered yet";
}

function hardwareDetail({ cores, deviceMemoryGiB }: HostPicture): string {
  const memory =
    deviceMemoryGiB === undefined
      ? "memory not told"
      : `about ${deviceMemoryGiB} GiB by the browser’s account`;
  return `${cores === 1 ? "1 core" : `${cores} cores`}, ${memory}`;
}

function browserDetail({ browser, platform }: HostPicture["browser"]): string {
  return `${browser ?? "a browser that does not tell its name"} on ${platform ?? "a system it does not tell"}`;
}
