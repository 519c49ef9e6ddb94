/**
 * Records what BusyBox's ash does with the scripts of `scripts.txt`: the expectations of `scripts.test.ts`. Run by hand
 * where Debian's busybox-static (1.35) is installed:
 *
 *     node test/unit/sandbox/programs/shell/record-busybox.mjs
 *
 * Each script is run as root by `busybox sh script` in a fresh, empty directory with PATH=/bin and HOME=/root, the
 * programs it calls being BusyBox's own.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const scripts = readFileSync(join(here, "scripts.txt"), "utf8").split(/^----\n/m);
const lines = scripts.map((script) => {
  const directory = mkdtempSync("/tmp/shell-");
  writeFileSync(join(directory, "script"), script);
  const ran = spawnSync("busybox", ["sh", "script"], {
    cwd: directory,
    env: { PATH: "/bin", HOME: "/root" },
    encoding: "utf8",
    timeout: 20_000,
  });
  rmSync(directory, { recursive: true });
  /** @param {string} text */
  const named = (text) => text.replaceAll(directory, "/tmp/t");
  return JSON.stringify({ script, status: ran.status, out: named(ran.stdout), err: named(ran.stderr) });
});
writeFileSync(join(here, "scripts-on-busybox.jsonl"), `${lines.join("\n")}\n`);
