/**
 * What the shared kernel and the storeys on it tell: by system calls of small programs of the host, which see what the
 * kernel itself keeps, and by a shell inside where that is the point.
 */
import type { SandboxHost } from "../../../sandbox/runtime/sandbox-host.ts";
import { Errno } from "../../../sandbox/abi/errno.ts";
import {
  readChanges,
  type ChangeReport,
  type ChangesReport,
} from "../../../sandbox/runtime/inspect/changes.ts";
import { readNamespaces } from "../../../sandbox/runtime/inspect/namespaces.ts";
import { readProcesses, type ProcessReport } from "../../../sandbox/runtime/inspect/processes.ts";
import { runInspection } from "../../../sandbox/runtime/inspect/run-inspection.ts";
import { layerPath } from "../../../sandbox/runtime/paths.ts";
import type { WaitOptions } from "../../machine-console.ts";
import type { SandboxMachine } from "../../sandbox-machine.ts";
import { formatMebibytes } from "../format-mebibytes.ts";
import type { LayerPicture } from "../host-picture.ts";
import type { FactSection } from "./fact.ts";
import { readSections, sectionsCommand } from "./sections.ts";

/** The kernel under all sandboxes; `machines` are those on it. */
export async function sharedKernelFacts(
  host: SandboxHost,
  machines: readonly string[],
  { signal }: WaitOptions,
): Promise<readonly FactSection[]> {
  const { output } = await decoded(
    host.execute(
      sectionsCommand({
        uname: "uname -a",
        uptime: "cat /proc/uptime",
        boot: "cat /proc/sys/kernel/random/boot_id",
        memory: "cat /proc/meminfo",
      }),
      signal,
    ),
  );
  const sections = readSections(output);
  const { tasks, syscalls, forks, contextSwitches } = host.kernel.counters;
  const count = (value: number): string => value.toLocaleString("en");
  return [
    { kind: "text", title: "uname -a", source: "uname -a on the host", text: sections["uname"] ?? "" },
    {
      kind: "facts",
      title: "One kernel for all",
      source: "/proc and the kernel’s own counters",
      facts: [
        { term: "Sandboxes on it", value: machines.length > 0 ? machines.join(", ") : "none" },
        ...(sections["boot"] ? [{ term: "Boot id", value: sections["boot"] }] : []),
        { term: "Up for", value: `${(sections["uptime"] ?? "").split(" ")[0] ?? "n/a"} s` },
        { term: "Tasks now", value: count(tasks), how: "Of all sandboxes and the host together." },
        { term: "System calls so far", value: count(syscalls) },
        { term: "Forks so far", value: count(forks) },
        { term: "Context switches so far", value: count(contextSwitches) },
      ],
    },
    { kind: "text", title: "Memory", source: "/proc/meminfo on the host", text: sections["memory"] ?? "" },
  ];
}

/** A layer; `users` are the machines that stand on it, `tree` is what it holds. */
export function layerFacts(
  { digest, name, bytes }: LayerPicture,
  users: readonly string[],
  images: readonly string[],
): readonly FactSection[] {
  return [
    {
      kind: "facts",
      title: `Layer ${name}`,
      source: "the host’s store of layers",
      facts: [
        {
          term: "Digest",
          value: digest,
          how: "SHA-256 of the layer’s archive: whoever has the same bytes has the same digest.",
        },
        {
          term: "Size",
          value: `${formatMebibytes(bytes)} (${bytes.toLocaleString("en")} bytes)`,
          how: "Its files, in memory once however many stand on it.",
        },
        { term: "Shared by", value: users.length > 0 ? users.join(", ") : "nobody" },
        { term: "Images in use that have it", value: images.length > 0 ? images.join(", ") : "none" },
      ],
    },
  ];
}

/** The namespaces of a sandbox's first process, beside the host's. */
export async function namespaceFacts(
  host: SandboxHost,
  { name, sandbox }: SandboxMachine,
): Promise<readonly FactSection[]> {
  const { pid, config } = sandbox;
  const reports = pid === null ? [] : await runInspection(host, readNamespaces(pid));
  const { uidMappings = [] } = config.linux;
  const written = await changesOf(host, sandbox);
  return [
    {
      kind: "table",
      title: "Namespaces",
      source: `/proc/${pid ?? "PID"}/ns on the host`,
      columns: ["Kind", `${name}’s`, "The host’s", "Whose"],
      rows: reports.map(({ kind, inode, hostInode, shared }) => [
        kind,
        String(inode),
        String(hostInode),
        shared ? "the host’s" : "its own",
      ]),
    },
    {
      kind: "facts",
      title: "What holds it",
      source: "config.json",
      facts: [
        { term: "Control group", value: `/sys/fs/cgroup${config.linux.cgroupsPath}` },
        {
          term: "Root file system",
          value: config.root
            ? "its own view of the layers below, with what it writes above"
            : "the host’s own",
        },
        {
          term: "Written above the layers",
          value: written ? changeWords(written) : "n/a",
          how: "Files and directories of its own writable layer that are not as in its image.",
        },
        {
          term: "User ids",
          value:
            uidMappings.length > 0
              ? uidMappings
                  .map(({ containerID, hostID, size }) =>
                    size === 1
                      ? `${containerID} is ${hostID} on the host`
                      : `${containerID} to ${containerID + size - 1} are ${hostID} to ${hostID + size - 1} on the host`,
                  )
                  .join("; ")
              : "the host’s",
        },
      ],
    },
  ];
}

/** `null` where it has no writable layer above its image: its root is the host's, or in memory alone. */
async function changesOf(
  host: SandboxHost,
  { config, image, bundle }: SandboxMachine["sandbox"],
): Promise<ChangesReport | null> {
  if (!config.root) return null;
  const layers = image.layers.map(({ digest }) => layerPath(digest));
  return await runInspection(host, readChanges(`${bundle}/upper`, layers)).catch((error: unknown) => {
    if (error instanceof Errno) return null;
    throw error;
  });
}

function changeWords({ changes, more }: ChangesReport): string {
  const count = (how: ChangeReport["how"]): string =>
    `${changes.filter((change) => change.how === how).length} ${how}`;
  const words = [count("added"), count("changed"), count("removed")].join(", ");
  return more ? `${words}, and more` : words;
}

/** The processes of a sandbox as the host's kernel has them. */
export async function sandboxProcessFacts(
  host: SandboxHost,
  { name, sandbox }: SandboxMachine,
): Promise<readonly FactSection[]> {
  const processes = await runInspection(host, readProcesses(sandbox.config.linux.cgroupsPath));
  return [processTable(processes, `cgroup.procs of ${name} and /proc on the host`, "Pid inside")];
}

/** The processes that are in no sandbox. */
export async function hostProcessFacts(host: SandboxHost): Promise<readonly FactSection[]> {
  const processes = await runInspection(host, readProcesses("", "alone"));
  return [processTable(processes, "cgroup.procs of the root control group", "Innermost pid")];
}

function processTable(processes: readonly ProcessReport[], source: string, inner: string): FactSection {
  return {
    kind: "table",
    title: "Processes",
    source,
    columns: ["Host pid", inner, "Host uid", "State", "CPU time", "Command"],
    rows: processes.map(({ pid, innerPid, uid, state, cpuMs, command }) => [
      String(pid),
      String(innerPid),
      String(uid),
      state,
      `${(cpuMs / 1000).toFixed(2)} s`,
      command,
    ]),
  };
}

async function decoded(end: ReturnType<SandboxHost["execute"]>): Promise<{ readonly output: string }> {
  return { output: new TextDecoder().decode((await end).output) };
}
