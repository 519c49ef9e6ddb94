/**
 * What is asked of a new guest: every choice checked, every default filled in, before anything is made.
 */
import type { CatalogImage } from "../../images/catalog.ts";
import { Failure } from "../base/failure.ts";
import { checkGuestLimits, usualGuestLimits, type GuestLimits } from "../guest/guest-limits.ts";
import { isHypervisorKind, type HypervisorKind } from "../guest/hypervisor-kind.ts";
import { largestGuestMiB } from "./host-capacity.ts";

/** What a new guest shall be; all of it has defaults. */
export interface AddGuestOptions {
  /** An id of the catalog. Default: its first. */
  readonly image?: string;
  /** A host name: 1 to 63 letters, digits and hyphens. Default: the image's id and the next free number. */
  readonly name?: string;
  /** RAM in MiB. Default: the image's. */
  readonly memoryMiB?: number;
  /** Who decides when it runs: `type1` our own scheduler, `type2` the browser's operating system. Default: `type2`. */
  readonly hypervisor?: HypervisorKind;
  /** Most of one core that it gets, 0.05 to 1. Default: `null`, no cap. */
  readonly cpuCap?: number | null;
  /** Its part when cores are short, 1 to 10000. Default: 100. */
  readonly cpuWeight?: number;
  /** Whether it is paused while nobody sees the page. Default: no. */
  readonly pauseWhenHidden?: boolean;
  /** Whether to boot it. Default: yes. */
  readonly start?: boolean;
}

/** A guest that can be made. */
export interface GuestRequest {
  readonly name: string;
  readonly image: CatalogImage;
  readonly memoryMiB: number;
  readonly limits: GuestLimits;
  readonly hypervisor: HypervisorKind;
}

type Images = readonly [CatalogImage, ...CatalogImage[]];

/**
 * Fills in what was not asked for; `taken` are the names of other machines. Throws `unknown-image`, `bad-name`,
 * `bad-memory`, `bad-cpus`, `bad-weight` or `unknown-hypervisor`.
 */
export function guestRequest(
  options: AddGuestOptions,
  images: Images,
  taken: ReadonlySet<string>,
): GuestRequest {
  const image = checkedImage(options.image, images);
  const name = freeName(options.name, image, taken);
  const memoryMiB = checkedMemory(options.memoryMiB, image);
  const { cpuCap = usualGuestLimits.cpuCap, cpuWeight = usualGuestLimits.cpuWeight } = options;
  const limits = { cpuCap, cpuWeight, balloonMiB: 0 };
  checkGuestLimits(limits, memoryMiB);
  const hypervisor = checkedHypervisor(options.hypervisor ?? "type2");
  return { name, image, memoryMiB, limits, hypervisor };
}

function checkedImage(id: string | undefined, images: Images): CatalogImage {
  if (id === undefined) return images[0];
  const image = images.find((candidate) => candidate.id === id);
  if (image) return image;
  const known = images.map((candidate) => candidate.id).join(", ");
  throw new Failure("unknown-image", `There is no image "${id}". There are: ${known}.`);
}

function freeName(asked: string | undefined, { id }: CatalogImage, taken: ReadonlySet<string>): string {
  if (asked === undefined) {
    for (let number = 1; ; number++) {
      const name = `${id}-${number}`;
      if (!taken.has(name)) return name;
    }
  }
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(asked)) {
    throw new Failure(
      "bad-name",
      `"${asked}" cannot be a machine's name: use 1 to 63 letters, digits and hyphens, with no hyphen at either end.`,
    );
  }
  if (taken.has(asked))
    throw new Failure("bad-name", `There is a machine named "${asked}" already: choose another name.`);
  return asked;
}

function checkedMemory(asked: number | undefined, image: CatalogImage): number {
  const memoryMiB = asked ?? image.defaultMemoryMiB;
  if (Number.isInteger(memoryMiB) && memoryMiB >= image.minimumMemoryMiB && memoryMiB <= largestGuestMiB) {
    return memoryMiB;
  }
  throw new Failure(
    "bad-memory",
    `${memoryMiB} MiB cannot be a guest's memory: ${image.title} takes whole numbers from ` +
      `${image.minimumMemoryMiB} to ${largestGuestMiB} MiB.`,
  );
}

function checkedHypervisor(name: string): HypervisorKind {
  if (isHypervisorKind(name)) return name;
  throw new Failure("unknown-hypervisor", `There is no hypervisor "${name}". There are: type1, type2.`);
}
