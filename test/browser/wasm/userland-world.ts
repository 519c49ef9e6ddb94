/* oxlint-disable require-yield -- a program is a generator, and not every one need wait */
/**
 * A kernel in virtual time with the committed WebAssembly programs in `/bin`, for tests in a browser that has JSPI.
 */
import programs from "../../../images/userland/programs.json" with { type: "json" };
import type { Blocking } from "../../../src/sandbox/abi/blocking.ts";
import type { Syscalls } from "../../../src/sandbox/abi/program.ts";
import { WasmFormat } from "../../../src/sandbox/wasm/wasm-format.ts";
import { SandboxWorld } from "../../support/sandbox-kernel.ts";
import type { Ran, WorldOptions } from "../../support/sandbox-kernel.ts";

const urls: Readonly<Record<string, URL>> = {
  toybox: new URL("../../../images/userland/toybox.wasm.gz", import.meta.url),
  lua: new URL("../../../images/userland/lua.wasm.gz", import.meta.url),
  sqlite3: new URL("../../../images/userland/sqlite3.wasm.gz", import.meta.url),
};

const files = Object.fromEntries(
  await Promise.all(
    Object.entries(urls).map(async ([name, url]) => [`/bin/${name}`, await unpacked(url)] as const),
  ),
);

async function unpacked(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  // A server may declare the file's gzip as transfer coding: then the browser has unpacked it.
  if (bytes[0] !== 0x1f) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What a program printed, and how it ended where that was not with 0. */
export type Told = string | Ran;

/** The world. Commands are looked up in `/bin`. */
export class UserlandWorld extends SandboxWorld {
  constructor(options: WorldOptions = {}) {
    super({ ...options, formats: [new WasmFormat()], files: { ...files, ...options.files } });
    this.call(function* link(sys) {
      for (const name of Object.keys(urls)) sys.chmod(`/bin/${name}`, 0o755);
      const links = programs.find(({ id }) => id === "toybox")?.links ?? [];
      for (const path of links) sys.symlink("toybox", `/bin/${path.split("/").at(-1)}`);
      return 0;
    });
  }

  /** Runs a command; with `input` on its descriptor 0. */
  async tell(argv: readonly string[], input = ""): Promise<Told> {
    const ran = await this.run(function* fed(sys) {
      yield* replaceInput(sys, input);
      return yield* sys.exec(`/bin/${argv[0]}`, { argv, env: { PATH: "/bin", HOME: "/root" } });
    });
    const { status, out, err } = ran;
    return status.kind === "exited" && status.code === 0 && err === "" ? out : ran;
  }

  /** Runs commands side by side, each reading what the one before it writes. */
  pipeline(...commands: readonly (readonly string[])[]): Promise<Ran> {
    return this.run(function* pipeline(sys) {
      const pids: number[] = [];
      let input = 0;
      for (const [index, argv] of commands.entries()) {
        const ends = index < commands.length - 1 ? sys.pipe({ closeOnExec: true }) : null;
        const from = input;
        pids.push(
          sys.fork(function* child(own) {
            own.dup2(from, 0);
            if (ends) own.dup2(ends.write, 1);
            return yield* own.exec(`/bin/${argv[0]}`, { argv, env: { PATH: "/bin" } });
          }),
        );
        if (input > 0) sys.close(input);
        if (ends) {
          sys.close(ends.write);
          input = ends.read;
        }
      }
      let code = 0;
      for (const pid of pids) {
        const child = yield* sys.wait(pid);
        if (child?.status.kind === "exited") ({ code } = child.status);
      }
      return code;
    });
  }
}

function* replaceInput(sys: Syscalls, input: string): Blocking<void> {
  const path = `/tmp/input-${sys.getpid()}`;
  const fd = yield* sys.open(path, { access: "both", create: true }, 0o600);
  sys.unlink(path);
  yield* sys.write(fd, new TextEncoder().encode(input));
  sys.seek(fd, 0, "start");
  sys.dup2(fd, 0);
  sys.close(fd);
}
