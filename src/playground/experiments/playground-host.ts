/**
 * The playground as experiments have it: machines of their own beside the user's, and what can be told of the host.
 */
import { catalog } from "../../../images/catalog.ts";
import { hostImage, sandboxCatalog } from "../../../images/sandbox-catalog.ts";
import { abortable } from "../../base/abort.ts";
import type { Clock } from "../../base/clock.ts";
import { deferred } from "../../base/deferred.ts";
import { Failure } from "../../base/failure.ts";
import { layerFile } from "../../sandbox/fs/layer-tree.ts";
import type { Playground, PlaygroundMachine } from "../playground.ts";
import { arrangementTitles, isGuest, type Arrangement } from "./arrangement.ts";
import { browserName, pageFetched } from "./browser-facts.ts";
import type {
  BareRunner,
  Download,
  ExperimentHost,
  MachineRequest,
  SharedKernel,
  TestMachine,
} from "./experiment-host.ts";
import { BareWorker } from "./bare-worker.ts";
import { PlaygroundTestMachine } from "./playground-machine.ts";
import type { Environment } from "./result.ts";

/** Experiments on a real playground, in a page. */
export class PlaygroundHost implements ExperimentHost {
  readonly clock: Clock;
  readonly sharedKernel: SharedKernel = { boot: () => this.#boot(), panic: (signal) => this.#panic(signal) };
  readonly #playground: Playground;
  readonly #own = new WeakSet<PlaygroundMachine>();
  #wasHidden = document.hidden;

  constructor(playground: Playground, clock: Clock) {
    this.#playground = playground;
    this.clock = clock;
    document.addEventListener("visibilitychange", () => (this.#wasHidden ||= document.hidden));
  }

  environment(): Environment & { readonly nowMs: number } {
    const { capacity, machines } = this.#playground;
    const pageWasHidden = this.#wasHidden;
    this.#wasHidden = document.hidden;
    return {
      cores: capacity.cores,
      memoryBudgetMiB: capacity.memoryMiB,
      deviceMemoryGiB: capacity.deviceMemoryGiB ?? null,
      browser: browserName(navigator),
      userAgent: navigator.userAgent,
      crossOriginIsolated: self.crossOriginIsolated,
      otherMachines: machines
        .filter((machine) => machine.isActive && !this.#own.has(machine))
        .map(({ name }) => name),
      pageWasHidden,
      nowMs: Date.now(),
    };
  }

  async make({ arrangement, memoryMiB }: MachineRequest): Promise<TestMachine> {
    const name = this.#freeName(isGuest(arrangement) ? "test-guest" : "test-sandbox");
    const options = { name, start: false, ...(memoryMiB === undefined ? {} : { memoryMiB }) };
    const machine = isGuest(arrangement)
      ? await this.#playground.addGuest({
          ...options,
          hypervisor: arrangement === "guest-type-1" ? "type1" : "type2",
        })
      : await this.#playground.addSandbox({ ...options, image: sandboxImage(arrangement).id });
    this.#own.add(machine);
    return new PlaygroundTestMachine(machine, arrangement, () => this.#playground.machines.includes(machine));
  }

  async layerBytes(arrangement: Arrangement): Promise<number> {
    if (isGuest(arrangement)) return 0;
    const { sandboxImages } = this.#playground;
    const images = await Promise.all(
      [hostImage, sandboxImage(arrangement)].map((image) => sandboxImages.loadCatalogImage(image)),
    );
    const layers = new Map(
      images.flatMap((image) => image.layers.map((layer) => [layer.digest, layer.bytes])),
    );
    return [...layers.values()].reduce((sum, bytes) => sum + bytes, 0);
  }

  async downloads(arrangement: Arrangement): Promise<readonly Download[]> {
    if (isGuest(arrangement)) {
      const [image] = catalog;
      const worker = arrangement === "guest" ? /guest\.worker/ : /hypervisor\.worker/;
      return [
        { title: `image: ${image.title}`, bytes: image.compressedBytes },
        ...pageFetched("emulator (v86)", /v86.*\.wasm/),
        ...pageFetched("worker", worker),
      ];
    }
    await this.#boot();
    const layers = new Map(
      [...hostImage.layers, ...sandboxImage(arrangement).layers].map((layer) => [layer.sha256, layer]),
    );
    return [
      ...Array.from(layers.values(), ({ name, compressedBytes }) => ({
        title: `layer: ${name}`,
        bytes: compressedBytes,
      })),
      ...pageFetched("kernel and userland in TypeScript", /make-sandbox-host/),
    ];
  }

  sandboxesOfUser(): readonly string[] {
    return this.#playground.machines
      .filter((machine) => machine.kind === "sandbox" && !this.#own.has(machine))
      .map(({ name }) => name);
  }

  async bareRunner(): Promise<BareRunner> {
    const { layers } = await this.#playground.sandboxImages.loadCatalogImage(hostImage);
    const program = layers
      .map(({ tree }) => layerFile(tree, "usr/bin/toybox"))
      .find((file) => file instanceof Uint8Array);
    if (program) return await BareWorker.with(new Uint8Array(program));
    throw new Failure("no-bare-program", "The host's image has no program that could be run by itself.");
  }

  async #boot(): Promise<void> {
    await this.#playground.hostSystem.boot();
  }

  async #panic(signal: AbortSignal): Promise<void> {
    const { hostSystem } = this.#playground;
    await hostSystem.boot();
    const panicked = deferred<void>();
    using listening = hostSystem.onDidChange.listen(() => {
      if (hostSystem.state.kind === "panicked") panicked.resolve();
    });
    void listening;
    hostSystem.execute("echo c > /proc/sysrq-trigger", { signal }).then(
      ({ output }) => panicked.reject(new Failure("no-panic", `The kernel did not panic: ${output}`)),
      // The shell ends with the kernel; what else went wrong is told.
      (error: unknown) => hostSystem.state.kind === "panicked" || panicked.reject(error),
    );
    await abortable(panicked.promise, signal);
  }

  #freeName(stem: string): string {
    for (let number = 1; ; number++) {
      const name = `${stem}-${number}`;
      if (!this.#playground.isTaken(name)) return name;
    }
  }
}

function sandboxImage(arrangement: Arrangement): (typeof sandboxCatalog)[number] {
  const kind = arrangement === "application-sandbox" ? "application" : "system";
  const image = sandboxCatalog.find((each) => each.kind === kind);
  if (image) return image;
  throw new Failure("unknown-image", `The catalog has no image for: ${arrangementTitles[arrangement]}.`);
}
