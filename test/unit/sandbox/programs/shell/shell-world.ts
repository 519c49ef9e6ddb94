/**
 * A kernel with the shell and the few programs its scripts call, for tests.
 */
import type { Blocking } from "../../../../../src/sandbox/abi/blocking.ts";
import { isErrno } from "../../../../../src/sandbox/abi/errno.ts";
import type { Program, Syscalls } from "../../../../../src/sandbox/abi/program.ts";
import { shell } from "../../../../../src/sandbox/programs/shell/shell.ts";
import { decodeBytes, encodeText } from "../../../../../src/sandbox/programs/shell/text/bytes.ts";
import { readAll, writeAll } from "../../../../../src/sandbox/programs/shell/text/read-file.ts";
import { SandboxWorld } from "../../../../support/sandbox-kernel.ts";

function* input(sys: Syscalls, files: readonly string[]): Blocking<string> {
  if (files.length === 0) return decodeBytes(yield* readAll(sys, 0));
  let text = "";
  for (const file of files) {
    if (file === "-") {
      text += decodeBytes(yield* readAll(sys, 0));
      continue;
    }
    const fd = yield* sys.open(file, { access: "read" });
    text += decodeBytes(yield* readAll(sys, fd));
    sys.close(fd);
  }
  return text;
}

/** A filter: text in, text out. */
function filter(change: (text: string, args: readonly string[]) => string, takesFiles = true): Program {
  return function* run(sys, { argv }): Blocking<number> {
    const args = argv.slice(1).filter((arg) => /^-./.test(arg));
    const files = takesFiles ? argv.slice(1).filter((arg) => !/^-./.test(arg)) : [];
    try {
      yield* writeAll(
        sys,
        1,
        encodeText(change(yield* input(sys, files), args.length > 0 ? args : argv.slice(1))),
      );
      return 0;
    } catch (error) {
      if (!isErrno(error)) throw error;
      yield* writeAll(sys, 2, encodeText(`${argv[0]}: ${error.message}\n`));
      return 1;
    }
  };
}

const lines = (text: string): string[] => text.split("\n").slice(0, -1);
const joined = (all: readonly string[]): string => all.map((line) => `${line}\n`).join("");

const programs: Readonly<Record<string, Program>> = {
  sh: shell,
  cat: filter((text) => text),
  sort: filter((text) => joined(lines(text).toSorted())),
  wc: filter((text, [option]) => `${option === "-c" ? encodeText(text).length : lines(text).length}\n`),
  tr: filter((text, [from = "", to = ""]) => text.replaceAll(from, to), false),
  *sleep(sys, { argv }) {
    for (let leftMs = Number(argv[1]) * 1000; leftMs > 0;) leftMs = yield* sys.sleep(leftMs);
    return 0;
  },
  *env(sys, { env }) {
    const all = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    yield* writeAll(sys, 1, encodeText(joined(all.toSorted())));
    return 0;
  },
  *args(sys, { argv }) {
    yield* writeAll(sys, 1, encodeText(joined(argv.slice(1).map((arg) => `<${arg}>`))));
    return 0;
  },
  *yes(sys) {
    for (;;) yield* sys.write(1, encodeText("y\n"));
  },
  *head(sys, { argv }) {
    let left = Number(argv[1]?.replace("-n", "").replace("-", "") || argv[2] || 10);
    let line = "";
    while (left > 0) {
      const byte = yield* sys.read(0, 1);
      if (byte.length === 0) break;
      line += decodeBytes(byte);
      if (!line.endsWith("\n")) continue;
      yield* writeAll(sys, 1, encodeText(line));
      line = "";
      left -= 1;
    }
    return 0;
  },
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *mkdir(sys, { argv }) {
    for (const path of argv.slice(1)) sys.mkdir(path);
    return 0;
  },
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *rm(sys, { argv }) {
    for (const path of argv.slice(1).filter((arg) => !/^-./.test(arg))) sys.unlink(path);
    return 0;
  },
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *chmod(sys, { argv }) {
    sys.chmod(argv[2] ?? "", Number.parseInt(argv[1] ?? "", 8));
    return 0;
  },
  // oxlint-disable-next-line require-yield -- nothing to wait for
  *ln(sys, { argv }) {
    sys.symlink(argv[2] ?? "", argv[3] ?? "");
    return 0;
  },
};

/** A world with `sh` and those; `tickMs` is what a look at the clock takes. */
export function shellWorld(files: Readonly<Record<string, string>> = {}, tickMs = 0.001): SandboxWorld {
  return new SandboxWorld({
    tickMs,
    programs,
    files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n", ...files },
  });
}

/** What a script, run by `sh FILE` in a fresh directory, writes and ends with. */
export async function runScript(
  script: string,
  tickMs?: number,
): Promise<{ readonly status: number; readonly out: string; readonly err: string }> {
  const world = shellWorld({ "/tmp/t/script": script }, tickMs);
  const { status, out, err } = await world.run("/bin/sh", ["sh", "script"], {
    cwd: "/tmp/t",
    env: { PATH: "/bin", HOME: "/root" },
  });
  const code = status.kind === "exited" ? status.code : -1;
  for (const problem of world.host.reported) throw problem;
  return { status: code, out, err };
}
