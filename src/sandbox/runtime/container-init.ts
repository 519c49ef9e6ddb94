/**
 * The first process of a container, from its birth in new namespaces to the exec of what it is for.
 */
import { Failure } from "../../base/failure.ts";
import type { Blocking } from "../abi/blocking.ts";
import { isErrno } from "../abi/errno.ts";
import type { Program, Syscalls } from "../abi/program.ts";
import { cableOf } from "./config-for.ts";
import { runProcess } from "./container-process.ts";
import type { OciConfig } from "./oci-config.ts";
import { enterHostRoot, enterRoot } from "./root-file-system.ts";

/** What a container calls its end of a cable. */
export const containerLink = "eth0";

/** The descriptors and places that the runtime leaves to the container's first process. */
export interface InitParts {
  readonly config: OciConfig;
  readonly rootfs: string;
  /** The host's path of the terminal it shall have. */
  readonly terminal: string;
  /** Ends of pipes: to be told that ids are mapped, to tell that all is ready, to be told to begin. */
  readonly mapped: number;
  readonly ready: number;
  readonly begin: number;
}

const encoder = new TextEncoder();

/** The program of the first process. What goes wrong before the exec is told through `ready`, in words. */
export function containerInit(parts: InitParts): Program {
  return function* run(sys): Blocking<number> {
    const { config, mapped, ready, begin, terminal } = parts;
    let told = false;
    try {
      yield* sys.read(mapped, 1);
      sys.close(mapped);
      sys.setsid();
      prepare(sys, parts);
      const isInit = config.process.args[0]?.endsWith("/init") ?? false;
      const ownDev = config.mounts.some(
        ({ destination, type }) => destination === "/dev" && type === "tmpfs",
      );
      yield* takeTerminal(sys, ownDev ? "/dev/console" : terminal, isInit);
      yield* sys.write(ready, encoder.encode("ok"));
      sys.close(ready);
      told = true;
      // Nothing comes when the runtime gives up: then there is nothing to begin either.
      const word = yield* sys.read(begin, 1);
      if (word.byteLength === 0) return 0;
      sys.close(begin);
      return yield* runProcess(sys, config.process);
    } catch (error) {
      if (!isErrno(error) && !(error instanceof Failure)) throw error;
      const why = isErrno(error) && error.why ? ` (${error.why})` : "";
      const words = `${error.message}${why}`;
      if (told) yield* sys.write(2, encoder.encode(`${config.process.args[0] ?? ""}: ${words}\n`));
      else yield* sys.write(ready, encoder.encode(words));
      return 126;
    }
  };
}

function prepare(sys: Syscalls, { config, rootfs, terminal }: InitParts): void {
  const own = new Set(config.linux.namespaces.map(({ type }) => type));
  const [uids] = config.linux.uidMappings ?? [];
  const [gids] = config.linux.gidMappings ?? [];
  // Somebody its own user namespace knows: what has no name there may own no files.
  if (own.has("user") && uids && gids) {
    sys.setresgid(gids.containerID, gids.containerID, gids.containerID);
    sys.setresuid(uids.containerID, uids.containerID, uids.containerID);
  }
  if (own.has("cgroup")) sys.unshare(["cgroup"]);
  if (config.hostname !== undefined && own.has("uts")) sys.sethostname(config.hostname);
  if (own.has("network")) {
    sys.setLink("lo", { up: true });
    if (cableOf(config) !== null) sys.setLink(containerLink, { up: true });
  }
  if (config.root) enterRoot(sys, { config, rootfs, terminal });
  else enterHostRoot(sys, config);
}

/** Standard input, output and error, and the terminal of the session. */
function* takeTerminal(sys: Syscalls, path: string, isInit: boolean): Blocking<void> {
  const fd = yield* sys.open(path, { access: "both", noControllingTerminal: true });
  // An init gives its terminal to those it starts; were it its own, nobody else could have it.
  if (!isInit) sys.setControllingTerminal(fd);
  for (const target of [0, 1, 2]) if (target !== fd) sys.dup2(fd, target);
  if (fd > 2) sys.close(fd);
}
