/**
 * A whole host of sandboxes in virtual time for tests: the real images, read from the tree, the TypeScript userland
 * (no WebAssembly: Node 20 cannot suspend it), and consoles to type into.
 */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import { createHash } from "node:crypto";
import list from "../../images/sandbox/images.json" with { type: "json" };
import type { SandboxImage } from "../../src/sandbox/image/image.ts";
import { layerOf } from "../../src/sandbox/image/layer.ts";
import { userland } from "../../src/sandbox/programs/userland.ts";
import { SandboxHost } from "../../src/sandbox/runtime/sandbox-host.ts";
import type { TerminalLine } from "../../src/protocol/terminal-line.ts";
import { VirtualHost } from "./sandbox-kernel.ts";

/** Where the TypeScript tools are that serve where WebAssembly cannot be suspended. */
const typescriptPath = "/usr/lib/typescript/bin:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

const images = new Map<string, Promise<SandboxImage>>();

/** An image of the tree. */
function imageFromTree(id: string): Promise<SandboxImage> {
  const known = images.get(id) ?? readImage(id);
  images.set(id, known);
  return known;
}

async function readImage(id: string): Promise<SandboxImage> {
  const found = list.images.find((image) => image.id === id);
  if (!found) throw new Error(`no image ${id}`);
  const [lowest, ...others] = await Promise.all(
    found.layers.map(async (name) => {
      const file = list.layers.find((layer) => layer.name === name)?.file ?? "";
      const archive = new Uint8Array(
        gunzipSync(await readFile(new URL(`../../images/sandbox/${file}`, import.meta.url))),
      );
      return await layerOf(`sha256:${createHash("sha256").update(archive).digest("hex")}`, archive);
    }),
  );
  if (!lowest) throw new Error(`the image ${id} has no layers`);
  const kinds = { system: "system", application: "application", runtime: "runtime" } as const;
  const kind = kinds[found.kind as keyof typeof kinds] ?? "plain";
  return { id: found.id, title: found.title, kind, layers: [lowest, ...others], config: found.config };
}

/** The host and its clock. */
export class SandboxHostWorld implements Disposable {
  readonly clock = new VirtualHost();
  readonly host: SandboxHost;

  private constructor(image: SandboxImage, memoryBytes: number) {
    this.host = new SandboxHost({
      host: this.clock,
      image,
      images: { ids: list.images.map(({ id }) => id).filter((id) => id !== "host"), load: imageFromTree },
      programs: userland,
      formats: [],
      path: typescriptPath,
      memoryBytes,
      wanted: () => undefined,
    });
  }

  static async boot(memoryMiB = 1024): Promise<SandboxHostWorld> {
    return new SandboxHostWorld(await imageFromTree("host"), memoryMiB * 1024 ** 2);
  }

  /** Lets the kernel work until `promise` settles, setting the clock on where all sleep. */
  async until<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const done = promise.finally(() => (state.settled = true));
    done.catch(() => undefined);
    for (let idle = 0; !state.settled;) {
      const next = await this.host.kernel.run(16);
      // What the page does between two visits; a file of an image takes longer than a turn.
      await new Promise((resolve) => (idle < 100 ? setImmediate(resolve) : setTimeout(resolve, 5)));
      if (next.kind === "at")
        this.clock.moveTo(this.clock.nowMs() + Math.max(0, next.atMs - this.host.kernel.nowMs));
      idle = next.kind === "woken" ? idle + 1 : 0;
      if (idle > 1000 && !state.settled) throw new Error("everything waits for ever");
    }
    return await done;
  }

  /** Works until `text` of a console matches. */
  async untilPrinted(text: () => string, pattern: RegExp): Promise<string> {
    for (let turn = 0; turn < 5000; turn++) {
      const found = pattern.exec(text());
      if (found) return found[0];
      const next = await this.host.kernel.run(16);
      await new Promise((resolve) => setImmediate(resolve));
      if (next.kind === "at")
        this.clock.moveTo(this.clock.nowMs() + Math.max(0, next.atMs - this.host.kernel.nowMs));
    }
    throw new Error(`${pattern} was not printed:\n${text()}`);
  }

  [Symbol.dispose](): void {
    this.host[Symbol.dispose]();
  }
}

/** What a line has shown, as text, and a way to type. */
export class TypedLine {
  readonly #line: TerminalLine;
  readonly #decoder = new TextDecoder();
  #text = "";

  constructor(line: TerminalLine) {
    this.#line = line;
    line.attach((bytes) => void (this.#text += this.#decoder.decode(bytes, { stream: true })));
  }

  get text(): string {
    return this.#text;
  }

  type(text: string): void {
    this.#line.send(new TextEncoder().encode(text));
  }
}
