/**
 * The process on the host that looks after one container: prepares its root and cgroup, gives birth to its first
 * process, waits for its end and clears up (what conmon and containerd-shim are elsewhere).
 */
import type { Blocking } from "../abi/blocking.ts";
import { isErrno } from "../abi/errno.ts";
import type { ChildStatus, NamespaceKind } from "../abi/process-calls.ts";
import type { Program, Syscalls } from "../abi/program.ts";
import { Failure } from "../../base/failure.ts";
import { makeCgroup, removeCgroup } from "./cgroup-limits.ts";
import { cableOf } from "./config-for.ts";
import { containerInit, containerLink } from "./container-init.ts";
import { makeDirectories, readAll, tolerating, writeControl, writeFile } from "./file-steps.ts";
import type { OciConfig, OciNamespace } from "./oci-config.ts";
import { idsPerSandbox } from "./id-ranges.ts";
import { cgroupRoot } from "./paths.ts";

/** One layer of a root, as it is mounted: where, and shifted by how many ids. */
export interface LayerSource {
  readonly source: string;
  readonly shift: number;
}

/** What the shim is to make, and whom it tells. */
export interface ShimParts {
  readonly config: OciConfig;
  readonly bundle: string;
  /** Lowest first; none for a private root on tmpfs or the host's own. */
  readonly layers: readonly LayerSource[];
  /** The host's path of the terminal. */
  readonly terminal: string;
  /** Directories of the host that must be there, owned by `owner`. */
  readonly hostDirectories: readonly string[];
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Called as things come to be. */
  readonly tell: ShimEvents;
}

/** What a shim tells. */
export interface ShimEvents {
  /** The container is there and is let run next. `pid` is the host's. */
  created(pid: number): void;
  /** Its first process is over; its cgroup can still be read. */
  ended(status: ChildStatus): void;
  /** Nothing of it is left but what it wrote. */
  exited(): void;
  /** It could not be made. */
  failed(failure: Failure<"sandbox-failed">): void;
}

const kinds: Readonly<Record<OciNamespace, NamespaceKind>> = {
  pid: "pid",
  network: "net",
  mount: "mnt",
  ipc: "ipc",
  uts: "uts",
  user: "user",
  cgroup: "cgroup",
};

/** The group that terminals belong to, by custom. */
const ttyGroup = 5;

/** The shim as a program of the host. Its exit status is the container's. */
export function shim(parts: ShimParts): Program {
  return function* run(sys): Blocking<number> {
    const { tell, config } = parts;
    try {
      const { pid, begin } = yield* create(sys, parts);
      tell.created(pid);
      yield* sys.write(begin, new Uint8Array(1));
      sys.close(begin);
      const ended = yield* waitFor(sys, pid);
      tell.ended(ended);
      yield* clearUp(sys, parts);
      tell.exited();
      return ended.kind === "exited" ? ended.code : 128;
    } catch (error) {
      yield* clearUp(sys, parts);
      if (error instanceof Failure)
        tell.failed(new Failure("sandbox-failed", error.message, { cause: error }));
      else if (isErrno(error)) {
        const name = config.annotations["page.guesthouse.name"] ?? "sandbox";
        tell.failed(
          new Failure("sandbox-failed", `The sandbox ${name} could not be made: ${error.message}.`),
        );
      } else throw error;
      return 125;
    }
  };
}

/** The first process, ready; it begins when a byte is written to `begin`, and ends when that is closed instead. */
interface Created {
  readonly pid: number;
  readonly begin: number;
}

function* create(sys: Syscalls, parts: ShimParts): Blocking<Created> {
  const { config, bundle, terminal } = parts;
  sys.umask(0o022);
  makeDirectories(sys, bundle);
  yield* writeFile(sys, `${bundle}/config.json`, `${JSON.stringify(config, null, 2)}\n`);
  for (const directory of parts.hostDirectories) {
    makeDirectories(sys, directory);
    sys.chown(directory, parts.owner.uid, parts.owner.gid);
  }
  // Its own, or it may not even open it.
  const { uid } = config.process.user;
  sys.chown(terminal, hostId(config, "uidMappings", uid), hostId(config, "gidMappings", ttyGroup));
  yield* makeCgroup(sys, config);
  const host = config.root ? yield* mountRootApart(sys, parts) : null;
  const mapped = sys.pipe();
  const ready = sys.pipe();
  const begin = sys.pipe();
  const cgroupFd = yield* sys.open(cgroupRoot + config.linux.cgroupsPath, {
    access: "read",
    directory: true,
  });
  const first = containerInit({
    config,
    rootfs: `${bundle}/rootfs`,
    terminal,
    mapped: mapped.read,
    ready: ready.write,
    begin: begin.read,
  });
  const pid = sys.fork(
    function* child(childSys, given) {
      childSys.close(mapped.write);
      childSys.close(ready.read);
      childSys.close(begin.write);
      childSys.close(cgroupFd);
      if (host !== null) childSys.close(host);
      return yield* first(childSys, given);
    },
    { unshare: namespacesAtBirth(config), cgroupFd, name: "container-init" },
  );
  if (host !== null) sys.setns(host, "mnt");
  for (const fd of [mapped.read, ready.write, begin.read, cgroupFd, host]) if (fd !== null) sys.close(fd);
  yield* mapIds(sys, pid, config);
  const cable = cableOf(config);
  if (cable !== null) {
    sys.addVeth(cable, containerLink, pid);
    sys.setLink(cable, { up: true });
  }
  yield* sys.write(mapped.write, new Uint8Array(1));
  sys.close(mapped.write);
  const word = yield* readAll(sys, ready.read);
  sys.close(ready.read);
  if (word === "ok") return { pid, begin: begin.write };
  throw new Failure("sandbox-failed", `The sandbox could not be made: ${word || "its first process died"}.`);
}

/**
 * A cgroup namespace begins at the cgroup its maker is in (cgroup_namespaces(7)): the first process makes that one
 * itself, when it is where it belongs.
 */
function namespacesAtBirth({ linux }: OciConfig): readonly NamespaceKind[] {
  return linux.namespaces.map(({ type }) => kinds[type]).filter((kind) => kind !== "cgroup");
}

/** What an id inside is on the host. */
function hostId({ linux }: OciConfig, kind: "uidMappings" | "gidMappings", inside: number): number {
  const range = linux[kind]?.find(
    ({ containerID, size }) => inside >= containerID && inside < containerID + size,
  );
  return range ? inside - range.containerID + range.hostID : inside;
}

/**
 * Mounts the root in a namespace of its own, which the first process copies and which goes when the shim returns to the
 * host's, whose descriptor is answered: mounts there would be copied into every other container's namespace.
 */
function* mountRootApart(sys: Syscalls, parts: ShimParts): Blocking<number> {
  const host = yield* sys.open("/proc/self/ns/mnt", { access: "read" });
  sys.unshare(["mnt"]);
  mountRoot(sys, parts);
  return host;
}

function mountRoot(sys: Syscalls, { bundle, layers, config }: ShimParts): void {
  const rootfs = `${bundle}/rootfs`;
  makeDirectories(sys, rootfs);
  const owner = config.linux.uidMappings?.[0]?.hostID ?? 0;
  if (layers.length === 0) {
    sys.mount("tmpfs", rootfs, "tmpfs", {}, `mode=755,size=1m,uid=${owner},gid=${owner}`);
    for (const name of ["bin", "sbin", "lib"]) sys.symlink(`usr/${name}`, `${rootfs}/${name}`);
    return;
  }
  const lower = layers.map(({ source, shift }, at) => {
    const place = `${bundle}/layers/${at}`;
    makeDirectories(sys, place);
    sys.mount(source, place, "layer", { readOnly: true }, shift ? `idmap=0:${shift}:${idsPerSandbox}` : "");
    return place;
  });
  for (const name of ["upper", "work"]) {
    makeDirectories(sys, `${bundle}/${name}`);
    sys.chown(`${bundle}/${name}`, owner, owner);
  }
  const stack = `lowerdir=${lower.toReversed().join(":")},upperdir=${bundle}/upper,workdir=${bundle}/work`;
  sys.mount("overlay", rootfs, "overlay", {}, stack);
}

function* mapIds(sys: Syscalls, pid: number, { linux }: OciConfig): Blocking<void> {
  if (!linux.uidMappings || !linux.gidMappings) return;
  for (const [file, mappings] of [
    ["uid_map", linux.uidMappings],
    ["gid_map", linux.gidMappings],
  ] as const) {
    const lines = mappings.map(({ containerID, hostID, size }) => `${containerID} ${hostID} ${size}\n`);
    yield* writeControl(sys, `/proc/${pid}/${file}`, lines.join(""));
  }
  // A system may use its part of the tree as it likes (cgroups(7), delegation).
  const [first] = linux.uidMappings;
  if (!first || first.containerID !== 0) return;
  const directory = cgroupRoot + linux.cgroupsPath;
  for (const file of ["", "/cgroup.procs", "/cgroup.subtree_control"]) {
    sys.chown(directory + file, first.hostID, first.hostID);
  }
}

function* waitFor(sys: Syscalls, pid: number): Blocking<ChildStatus> {
  for (;;) {
    const ended = yield* sys.wait(pid);
    if (ended) return ended.status;
  }
}

/** Takes away what only a living container needs; its `upper` and `config.json` stay until it is deleted. */
function* clearUp(sys: Syscalls, { config }: ShimParts): Blocking<void> {
  yield* removeCgroup(sys, config.linux.cgroupsPath);
  // Mounts of its own have gone with its namespace.
  if (!config.root)
    for (const { destination } of config.mounts)
      tolerating(["ENOENT", "EINVAL"], () => sys.umount(destination, { detach: true }));
  // Gone with its namespace, unless somebody keeps that.
  const cable = cableOf(config);
  if (cable !== null) tolerating(["ENODEV"], () => sys.deleteLink(cable));
}
