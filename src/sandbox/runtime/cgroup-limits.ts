/**
 * A container's cgroup: made, limited, emptied and removed through the cgroup file system, as any runtime does it.
 */
import type { Blocking } from "../abi/blocking.ts";
import { isErrno } from "../abi/errno.ts";
import type { Syscalls } from "../abi/program.ts";
import { readFile, tolerating, writeControl } from "./file-steps.ts";
import type { OciConfig } from "./oci-config.ts";
import { cgroupRoot } from "./paths.ts";

/** Makes the cgroup `path` (from the root of the cgroup file system) and writes its limits. */
export function* makeCgroup(sys: Syscalls, { linux }: OciConfig): Blocking<void> {
  let directory = cgroupRoot;
  for (const part of linux.cgroupsPath.split("/").filter(Boolean)) {
    yield* writeControl(sys, `${directory}/cgroup.subtree_control`, "+cpu +memory +pids");
    directory += `/${part}`;
    tolerating(["EEXIST"], () => sys.mkdir(directory));
  }
  for (const [file, text] of limitFiles(linux.resources))
    yield* writeControl(sys, `${directory}/${file}`, text);
}

/** The files that say these limits, in Linux's formats. */
export function limitFiles(
  resources: OciConfig["linux"]["resources"],
): readonly (readonly [file: string, text: string])[] {
  const { memory, cpu, pids, unified } = resources;
  return [
    ["memory.max", memory ? String(memory.limit) : "max"],
    ["cpu.max", cpu ? `${cpu.quota} ${cpu.period}` : "max"],
    ["pids.max", pids ? String(pids.limit) : "max"],
    ...Object.entries(unified),
  ];
}

/** Ends whatever still runs in it and takes it away. */
export function* removeCgroup(sys: Syscalls, cgroupsPath: string): Blocking<void> {
  const directory = cgroupRoot + cgroupsPath;
  try {
    yield* writeControl(sys, `${directory}/cgroup.kill`, "1");
    // The killed are gone when they have been scheduled once more.
    while (/^populated 1$/m.test(yield* readFile(sys, `${directory}/cgroup.events`))) yield* sys.sleep(1);
    yield* removeTree(sys, directory);
  } catch (error) {
    if (!isErrno(error, "ENOENT")) throw error;
  }
}

function* removeTree(sys: Syscalls, directory: string): Blocking<void> {
  const fd = yield* sys.open(directory, { access: "read", directory: true });
  const below = sys
    .readDirectory(fd)
    .filter(({ name, type }) => type === "directory" && name !== "." && name !== "..");
  sys.close(fd);
  for (const { name } of below) yield* removeTree(sys, `${directory}/${name}`);
  sys.rmdir(directory);
}
