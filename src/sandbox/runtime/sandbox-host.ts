/**
 * The host of sandboxes, whole: a booted kernel on its root file system, the engine, and a root shell. Runs in the page
 * and in Node alike.
 */
import { Disposables } from "../../base/disposable.ts";
import { Failure } from "../../base/failure.ts";
import type { CommandEnd } from "../../protocol/command-end.ts";
import { Errno } from "../abi/errno.ts";
import type { Program, ProgramTable } from "../abi/program.ts";
import { overlayType } from "../fs/overlay/overlay-type.ts";
import type { LayerTree } from "../fs/layer-tree.ts";
import { layerType } from "../fs/layer-type.ts";
import type { SandboxImage } from "../image/image.ts";
import type { BinaryFormat } from "../kernel/exec/binary-format.ts";
import type { KernelHost } from "../kernel/kernel-host.ts";
import type { FramePort } from "../kernel/net/net-link.ts";
import { Kernel } from "../kernel/kernel.ts";
import { recordTrace, type TaskTrace } from "../kernel/trace/trace-recorder.ts";
import { sandboxCommand } from "./cli/sandbox-command.ts";
import type { CgroupUsage, EngineTerminal } from "./engine-kernel.ts";
import { Engine, type ImageSource } from "./engine.ts";
import { tolerating } from "./file-steps.ts";
import { HostConsole } from "./host-console.ts";
import { HostKernel } from "./host-kernel.ts";
import { hostRoot } from "./host-root.ts";
import { layerPath } from "./paths.ts";
import { hostShell, runCaptured } from "./run-captured.ts";

/** What a host is made of. */
export interface SandboxHostParts {
  readonly host: KernelHost;
  /** The host's own system. */
  readonly image: SandboxImage;
  readonly images: ImageSource;
  readonly programs: ProgramTable;
  /** Kinds of programs beside those in TypeScript: WebAssembly, where the browser can. */
  readonly formats: readonly BinaryFormat[];
  /** `PATH`, in sandboxes and on the host. */
  readonly path: string;
  /** Memory all sandboxes together may have, in bytes. */
  readonly memoryBytes: number;
  /** Something became runnable: `kernel.run` is wanted soon. */
  readonly wanted: () => void;
  /** Names taken by other machines. */
  readonly isTaken?: (name: string) => boolean;
}

/** A booted host. Disposing ends all of it. */
export class SandboxHost implements Disposable {
  /** What its own system is made of. */
  readonly image: SandboxImage;
  readonly kernel: Kernel;
  readonly engine: Engine;
  readonly console: HostConsole;
  readonly #kernel: HostKernel;
  readonly #life = new Disposables();
  readonly #layers = new Map<string, LayerTree>();
  /** There is a place for layers. */
  readonly #prepared: Promise<unknown>;
  readonly #mounted = new Set<string>();

  constructor(parts: SandboxHostParts) {
    const { image, memoryBytes, path } = parts;
    const command: Program = (sys, given) => sandboxCommand(this.engine, memoryBytes)(sys, given);
    this.image = image;
    this.#add(image);
    this.kernel = this.#life.add(
      new Kernel({
        host: parts.host,
        root: hostRoot(image, memoryBytes),
        programs: new Map([...parts.programs, ["sandbox", command]]),
        formats: parts.formats,
        fileSystemTypes: (vfs) => [
          layerType(vfs, (name) => this.#layers.get(name) ?? null),
          overlayType(vfs),
        ],
        memoryBytes,
        wanted: parts.wanted,
      }),
    );
    const env = {
      PATH: path,
      HOME: "/root",
      TERM: "xterm-256color",
      SHELL: "/bin/sh",
      USER: "root",
      LOGNAME: "root",
    };
    this.#kernel = new HostKernel(this.kernel, env);
    this.engine = this.#life.add(
      new Engine({
        kernel: this.#kernel,
        images: { ids: parts.images.ids, load: (id) => this.#load(parts.images, id) },
        path,
        epochMs: () => parts.host.epochMs(),
        ...(parts.isTaken ? { isTaken: parts.isTaken } : {}),
      }),
    );
    this.#prepared = this.#prepare();
    this.console = this.#life.add(new HostConsole(this.#kernel));
  }

  /** Bytes of the layers that sandboxes share, each counted once. */
  get layerBytes(): number {
    let bytes = 0;
    for (const tree of this.#layers.values()) bytes += tree.bytes;
    return bytes;
  }

  /** What all sandboxes together use, those that are gone included: the cgroup above them; `null` when its kernel is down. */
  get sandboxesUsage(): CgroupUsage | null {
    return this.#kernel.usage("/guesthouse");
  }

  /** What is charged to anything on this kernel, in bytes. */
  get chargedBytes(): number {
    return this.kernel.parts.cgroups.root.account.bytes;
  }

  /**
   * From now on no more than `bytes` can be charged on this kernel: the machine under it gave the rest to others. As when
   * memory is taken offline, but what is charged already stays.
   */
  limitMemory(bytes: number): void {
    this.kernel.parts.cgroups.root.account.max = bytes;
  }

  /**
   * Records what the tasks of a cgroup do, and of those below it; `path` is from the root of the cgroup file system. The
   * result ends it and tells. Throws ENOENT.
   */
  trace(path: string): () => TaskTrace {
    const { parts } = this.kernel;
    const cgroup = parts.cgroups.find(path);
    if (!cgroup) throw new Errno("ENOENT");
    return recordTrace(parts, cgroup);
  }

  /** Runs a program of the host's root; for the page's own business. */
  spawn(run: Program | string, name: string, terminal?: EngineTerminal): ReturnType<HostKernel["spawn"]> {
    return this.#kernel.spawn(run, { name, ...(terminal ? { terminal } : {}) });
  }

  /** Runs a command by a shell of the host's root, without a terminal; an abort kills it. Fails with `host-down`. */
  async execute(command: string, signal?: AbortSignal): Promise<CommandEnd> {
    const end = await runCaptured(this.#kernel, hostShell(command), signal);
    if (this.#kernel.down !== null) throw new Failure("host-down", this.#kernel.down);
    return end;
  }

  /**
   * Gives an interface of the host to a bridge: `veth…`, the host's end of a sandbox's cable. ENODEV; EBUSY when one has it.
   */
  openPort(link: string): FramePort {
    return this.kernel.init.namespaces.net.content.link(link).openPort();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  async #load(images: ImageSource, id: string): Promise<SandboxImage> {
    const [image] = await Promise.all([images.load(id), this.#prepared]);
    const fresh = image.layers.filter(({ digest }) => !this.#mounted.has(digest));
    for (const { digest } of fresh) this.#mounted.add(digest);
    this.#add(image);
    // Applications take their runtime and their folder from layers as the host has them mounted.
    await Promise.all(
      fresh.map(async ({ digest }) => {
        const place = layerPath(digest);
        await this.#kernel.spawn(
          // oxlint-disable-next-line require-yield -- a program is a generator, and this one need not wait
          function* mountLayer(sys) {
            tolerating(["EEXIST"], () => {
              sys.mkdir(place);
              sys.mount(digest, place, "layer", { readOnly: true });
            });
            return 0;
          },
          { name: "mount" },
        ).ended;
      }),
    );
    return image;
  }

  #add({ layers }: SandboxImage): void {
    for (const { digest, tree } of layers) this.#layers.set(digest, tree);
  }

  /** What the engine expects of the host's file system. */
  #prepare(): Promise<unknown> {
    return this.#kernel.spawn(
      // oxlint-disable-next-line require-yield -- as above
      function* prepare(sys) {
        sys.mkdir("/var/lib/guesthouse", 0o711);
        // Of its own: what containers write is no part of the host's root, and an overlay cannot lie on an overlay.
        sys.mount("guesthouse", "/var/lib/guesthouse", "tmpfs", {}, "mode=711");
        for (const name of ["layers", "sandboxes"]) sys.mkdir(`/var/lib/guesthouse/${name}`, 0o711);
        return 0;
      },
      { name: "prepare" },
    ).ended;
  }
}
