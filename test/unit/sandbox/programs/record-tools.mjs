/**
 * Records what the tools of this machine do with the scripts of `tools-on-linux.txt`: the expectations of
 * `tools-on-linux.test.ts`. Run by hand as root on Debian 12 with procps, util-linux, iproute2 and bsdextrautils:
 *
 *     node test/unit/sandbox/programs/record-tools.mjs
 *
 * Each line is run by `sh -c` in a session of its own, in an empty directory, `/tmp/t`, in the C locale. Behind `~` are scripts whose complaints
 * are worded otherwise here (as toybox words them): their standard error is not kept.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const lines = readFileSync(join(here, "tools-on-linux.txt"), "utf8").trim().split("\n");
const recorded = lines.map((line) => {
  const wordsDiffer = line.startsWith("~ ");
  const script = wordsDiffer ? line.slice(2) : line;
  rmSync("/tmp/t", { recursive: true, force: true });
  mkdirSync("/tmp/t");
  const { status, stdout, stderr } = spawnSync("setsid", ["-w", "/bin/sh", "-c", script], {
    cwd: "/tmp/t",
    env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C", TZ: "UTC" },
    encoding: "utf8",
    input: "",
    timeout: 20_000,
  });
  // What mount adds of the kernel's log is not mount's.
  const err = stderr.replaceAll(/\n *dmesg\(1\).*$/gm, "");
  return JSON.stringify({ script, status, out: stdout, err: wordsDiffer ? null : err });
});
rmSync("/tmp/t", { recursive: true, force: true });
writeFileSync(join(here, "tools-on-linux.jsonl"), `${recorded.join("\n")}\n`);
