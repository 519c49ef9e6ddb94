/**
 * What the dialog for a new sandbox has in its fields, as options for the playground; or what is wrong with which field.
 * Pure.
 */
import { Failure } from "../../base/failure.ts";
import { checkShare } from "../../sandbox/runtime/shared-namespaces.ts";
import {
  checkSandboxOptions,
  type Confinement,
  type SandboxKind,
  type SandboxOptions,
  type Volume,
} from "../../sandbox/runtime/sandbox-options.ts";
import { parseVolume } from "../../sandbox/runtime/volume-text.ts";
import { namespaceKindsShown } from "../namespace-words.ts";
import { splitWords } from "./split-words.ts";

/** Names of the fields, which are their elements' ids, with their labels. */
export const fieldLabels = {
  image: "Image",
  kind: "Kind",
  confinement: "Confinement",
  name: "Name",
  memory: "Memory",
  count: "How many",
  cpus: "CPUs",
  weight: "CPU weight",
  pids: "Processes",
  hostname: "Host name",
  user: "User",
  command: "Command",
  workdir: "Begins in",
  env: "Environment",
  init: "Init",
  "read-only": "Root",
  volumes: "Volumes",
  tmpfs: "tmpfs",
  network: "Network",
  share: "Namespaces",
} as const;

/** More can be added by and by. */
export const mostSandboxesAtOnce = 100;

/** A field of the form. */
export type FieldName = keyof typeof fieldLabels;

/** A form that cannot be sent as it is, for a field of it. */
export interface FormRefusal {
  readonly field: FieldName;
  readonly refusal: string;
}

/** The options, or why they cannot be had. What is empty is left to its default. `kind` is what it will be. */
export function sandboxOptions(fields: FormData, kind: SandboxKind): SandboxOptions | FormRefusal {
  const text = (name: FieldName): string => {
    const value = fields.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
  try {
    const options = readFields(fields, text);
    checkFields(options);
    checkCount(number(text("count")) ?? 1);
    check("share", () => checkShare({ ...options, kind }));
    return options;
  } catch (error) {
    if (error instanceof Refused) return { field: error.field, refusal: error.message };
    throw error;
  }
}

type TextOf = (name: FieldName) => string;

function readFields(fields: FormData, text: TextOf): SandboxOptions {
  const [name, user, image, hostname] = [text("name"), text("user"), text("image"), text("hostname")];
  const kind = kinds[text("kind")];
  const confinement = confinements[text("confinement")];
  const [cpus, cpuWeight] = [number(text("cpus")), number(text("weight"))];
  const command = splitWords(text("command"));
  if (command === null) throw new Refused("command", "it has a quote that is not closed.");
  const env = environment(lines(text("env")));
  const volumes = lines(text("volumes")).map(volume);
  const tmpfs = lines(text("tmpfs"));
  const workingDirectory = text("workdir");
  const chosen = fields.getAll("share");
  const share = namespaceKindsShown.filter((each) => chosen.includes(each));
  return {
    ...(image === "" ? {} : { image }),
    ...(kind ? { kind } : {}),
    ...(confinement ? { confinement } : {}),
    ...(name === "" ? {} : { name }),
    memoryMiB: number(text("memory")) ?? null,
    ...(cpus === undefined ? {} : { cpus }),
    ...(cpuWeight === undefined ? {} : { cpuWeight }),
    pidsLimit: number(text("pids")) ?? null,
    ...(hostname === "" ? {} : { hostname }),
    ...(fields.has("read-only") ? { readOnly: true } : {}),
    ...(tmpfs.length === 0 ? {} : { tmpfs }),
    ...(volumes.length === 0 ? {} : { volumes }),
    ...(user === "" ? {} : { user }),
    ...(fields.has("init") ? { init: true } : {}),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(workingDirectory === "" ? {} : { workingDirectory }),
    ...(command.length === 0 ? {} : { command }),
    ...(share.length === 0 ? {} : { share }),
    ...(text("network") === "veth" ? { network: "veth" as const } : {}),
  };
}

/** Each option for itself, so that what is wrong has its field. */
function checkFields(options: SandboxOptions): void {
  const { name, hostname, memoryMiB, cpus, cpuWeight, pidsLimit, workingDirectory } = options;
  const { tmpfs, volumes, confinement, kind, share, network } = options;
  const parts: readonly (readonly [FieldName, SandboxOptions])[] = [
    ["name", name === undefined ? {} : { name }],
    ["memory", memoryMiB === undefined ? {} : { memoryMiB }],
    ["confinement", { ...(kind ? { kind } : {}), ...(confinement ? { confinement } : {}) }],
    ["cpus", cpus === undefined ? {} : { cpus }],
    ["weight", cpuWeight === undefined ? {} : { cpuWeight }],
    ["pids", pidsLimit === undefined ? {} : { pidsLimit }],
    ["hostname", hostname === undefined ? {} : { hostname }],
    ["workdir", workingDirectory === undefined ? {} : { workingDirectory }],
    ["volumes", volumes ? { volumes } : {}],
    ["tmpfs", tmpfs ? { tmpfs } : {}],
  ];
  for (const [field, part] of parts) check(field, () => checkSandboxOptions(part));
  if (network === "veth" && share?.includes("net"))
    throw new Refused("network", "a cable needs a network namespace of its own.");
}

function checkCount(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= mostSandboxesAtOnce) return;
  throw new Refused("count", `use whole numbers from 1 to ${mostSandboxesAtOnce}.`);
}

class Refused extends Error {
  readonly field: FieldName;

  constructor(field: FieldName, words: string) {
    super(`${fieldLabels[field]}: ${words}`);
    this.field = field;
  }
}

function check(field: FieldName, step: () => void): void {
  try {
    step();
  } catch (error) {
    if (error instanceof Failure) throw new Refused(field, error.message);
    throw error;
  }
}

const kinds: Readonly<Record<string, SandboxKind>> = { system: "system", application: "application" };
const confinements: Readonly<Record<string, Confinement>> = {
  portal: "portal",
  confined: "confined",
  none: "none",
};

function number(text: string): number | undefined {
  return text === "" ? undefined : Number(text);
}

function lines(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function volume(line: string): Volume {
  const found = parseVolume(line);
  if (found) return found;
  throw new Refused(
    "volumes",
    `"${line}" is none: write /on/the/host:/inside, with :ro for read-only, one a line.`,
  );
}

/** `NAME=value` a line. */
function environment(given: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given.map((line) => {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) return [name, value];
      throw new Refused("env", `"${line}" is no variable: write NAME=value, one a line.`);
    }),
  );
}
