/**
 * The options of `sandbox run` and `sandbox create`, as `docker run` spells them, turned into `SandboxOptions`.
 */
import type { NamespaceKind } from "../../abi/process-calls.ts";
import { flag, parseOptions, UsageError, value, values } from "../../programs/command/options.ts";
import { quantity } from "./quantity.ts";
import type { Confinement, SandboxKind, SandboxOptions, Volume } from "../sandbox-options.ts";
import { parseVolume } from "../volume-text.ts";
import { MIB } from "../../../base/units.ts";

/** The table, also for the help. */
export const runOptions = {
  detach: flag("-d, --detach", "print the id and do not join the console"),
  remove: flag("--rm", "remove it when it has ended"),
  interactive: flag("-i, --interactive", "accepted: a console is always joined unless -d is given"),
  tty: flag("-t, --tty", "accepted: a sandbox always has a terminal"),
  name: value("--name=NAME", "what it is called"),
  hostname: value("-h, --hostname=NAME", "its host name"),
  kind: value("--kind=KIND", "system or application"),
  confinement: value("--confinement=HOW", "of an application: portal, confined or none"),
  memory: value("-m, --memory=SIZE", "memory.max: 64m, 1g, or max"),
  cpus: value("--cpus=N", "cpu.max, in cores: 0.5, or max"),
  cpuWeight: value("--cpu-weight=N", "cpu.weight: 1 to 10000"),
  pidsLimit: value("--pids-limit=N", "pids.max, or max"),
  readOnly: flag("--read-only", "the root file system cannot be written"),
  tmpfs: values("--tmpfs=PATH[:OPTIONS]", "an empty tmpfs at PATH"),
  volume: values("-v, --volume=FROM:TO[:ro]", "show a directory of the host inside"),
  user: value("-u, --user=USER[:GROUP]", "who runs it"),
  init: flag("--init", "a small init is PID 1"),
  env: values("-e, --env=NAME[=VALUE]", "a variable of the environment"),
  workdir: value("-w, --workdir=PATH", "where it begins"),
  network: value("--network=KIND", "none, veth, or host: the host's"),
  pid: value("--pid=WHOSE", "host: sees the host's processes"),
  mntns: value("--mntns=WHOSE", "host: has the host's root and mounts, nothing of the image"),
  uts: value("--uts=WHOSE", "host: has the host's name"),
  ipc: value("--ipc=WHOSE", "host: has the host's System V objects and /dev/shm"),
  userns: value("--userns=WHOSE", "host: its root is the host's"),
  cgroupns: value("--cgroupns=WHOSE", "host: sees the whole cgroup tree"),
  share: values("--share=NAMESPACE", "the same, by kind: pid, mnt, uts, net, ipc, user, cgroup"),
} as const;

/** A command line of `run` understood. */
export interface RunLine {
  readonly options: SandboxOptions;
  readonly detach: boolean;
  readonly remove: boolean;
}

/** `args` is what follows `run`: options, the image, a command. Throws `UsageError`. */
export function parseRun(args: readonly string[], env: Readonly<Record<string, string>>): RunLine {
  const { options: given, operands } = parseOptions(runOptions, args, true);
  const [image, ...command] = operands;
  const options: Mutable<SandboxOptions> = {};
  if (image !== undefined) options.image = image;
  if (command.length > 0) options.command = command;
  if (given.name !== null) options.name = given.name;
  if (given.hostname !== null) options.hostname = given.hostname;
  if (given.kind !== null) options.kind = oneOf<SandboxKind>("--kind", given.kind, ["system", "application"]);
  if (given.confinement !== null) {
    options.confinement = oneOf<Confinement>("--confinement", given.confinement, [
      "portal",
      "confined",
      "none",
    ]);
  }
  if (given.memory !== null) options.memoryMiB = given.memory === "max" ? null : memory(given.memory) / MIB;
  if (given.cpus !== null) options.cpus = given.cpus === "max" ? null : number("--cpus", given.cpus);
  if (given.cpuWeight !== null) options.cpuWeight = number("--cpu-weight", given.cpuWeight);
  if (given.pidsLimit !== null) {
    const unlimited = given.pidsLimit === "max" || given.pidsLimit === "-1";
    options.pidsLimit = unlimited ? null : number("--pids-limit", given.pidsLimit);
  }
  if (given.readOnly) options.readOnly = true;
  if (given.tmpfs.length > 0) options.tmpfs = given.tmpfs;
  if (given.volume.length > 0) options.volumes = given.volume.map(volume);
  if (given.user !== null) options.user = given.user;
  if (given.init) options.init = true;
  if (given.env.length > 0)
    options.env = Object.fromEntries(given.env.flatMap((pair) => variable(pair, env)));
  if (given.workdir !== null) options.workingDirectory = given.workdir;
  const share = shared(given);
  if (share.length > 0) options.share = share;
  const network = given.network && oneOf("--network", given.network, ["none", "veth", "host"] as const);
  if (network === "none" || network === "veth") options.network = network;
  return { options, detach: given.detach, remove: given.remove };
}

type Given = ReturnType<typeof parseOptions<typeof runOptions>>["options"];
type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const namespaces: readonly NamespaceKind[] = ["pid", "mnt", "uts", "net", "ipc", "user", "cgroup"];

/** Podman's options for one kind each, and all of `--share`. */
function shared(given: Given): readonly NamespaceKind[] {
  const byOption = (["pid", "mntns", "uts", "ipc", "userns", "cgroupns"] as const).flatMap((option) => {
    const whose = given[option];
    if (whose === null || oneOf(`--${option}`, whose, ["private", "host"]) === "private") return [];
    return [kindOfOption[option]];
  });
  const byKind = given.share.map((name) => oneOf<NamespaceKind>("--share", name, namespaces));
  const net: readonly NamespaceKind[] = given.network === "host" ? ["net"] : [];
  return [...new Set([...byOption, ...net, ...byKind])];
}

const kindOfOption = {
  pid: "pid",
  mntns: "mnt",
  uts: "uts",
  ipc: "ipc",
  userns: "user",
  cgroupns: "cgroup",
} as const satisfies Readonly<Record<string, NamespaceKind>>;

/** `NAME=value`; `NAME` alone passes on the caller's, if it has one. */
function variable(
  pair: string,
  env: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  const at = pair.indexOf("=");
  if (at > 0) return [[pair.slice(0, at), pair.slice(at + 1)]];
  const inherited = env[pair];
  return inherited === undefined ? [] : [[pair, inherited]];
}

function volume(text: string): Volume {
  const found = parseVolume(text);
  if (found) return found;
  throw new UsageError(`"${text}" is no volume: use FROM:TO or FROM:TO:ro`);
}

/** Bytes. A number alone is bytes, as Docker has it, and seldom what was meant. */
function memory(text: string): number {
  const bytes = quantity(text);
  if (bytes === null)
    throw new UsageError(`--memory: "${text}" is no size: use 64m, 1g, or max for no limit`);
  if (bytes === 0) throw new UsageError("--memory: 0 leaves nothing to run in: use max for no limit");
  if (bytes < MIB && /\d$/.test(text))
    throw new UsageError(`--memory: ${text} means bytes, too few for a sandbox: give a unit, as in ${text}m`);
  return bytes;
}

function number(option: string, text: string): number {
  const parsed = Number(text);
  if (text.trim() === "" || !Number.isFinite(parsed))
    throw new UsageError(`${option} needs a number, not "${text}"`);
  return parsed;
}

function oneOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === text);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`${option} is one of ${choices.join(", ")}, not "${text}"`);
}
