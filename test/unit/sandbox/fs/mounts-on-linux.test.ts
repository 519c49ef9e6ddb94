import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mountTable } from "../../../../src/sandbox/fs/mount-table.ts";
import { FileHost, type HostTask, now } from "../../../support/file-host.ts";
import { refusal } from "../../../support/refusal.ts";

type Step =
  | readonly ["tmpfs", string, string, boolean]
  | readonly ["bind", string, string, boolean]
  | readonly ["move" | "pivot" | "rename" | "link" | "hold" | "holdw", string, string]
  | readonly ["umount" | "detach" | "robind" | "ro" | "rw" | "mkdir" | "touch", string]
  | readonly ["rmdir" | "unlink" | "chdir" | "release", string];

interface Recorded {
  readonly seed: number;
  readonly steps: readonly Step[];
  readonly results: readonly string[];
  readonly rows: readonly string[];
  readonly names: readonly string[];
}

// Recorded by `test/support/mounts-on-linux.py` on Linux 6.18.
const recorded = readFileSync(new URL("mounts-on-linux.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => JSON.parse(line));

describe("mounting, moving, pivoting and unmounting", () => {
  test.each(recorded)("comes out as on Linux (trial $seed)", ({ steps, results, rows, names }) => {
    const task = new FileHost().task();
    task.mkdir("/t");
    task.mount("t", "/t", "tmpfs", {}, "mode=755");
    task.chroot("/t");
    task.chdir("/");
    const held = new Map<string, number[]>();

    const outcomes = steps.map((step) => refusal(() => perform(task, step, held)) ?? "ok");
    task.chdir("/");

    expect({ results: outcomes, rows: rowsOf(task), names: namesOf(task) }).toEqual({ results, rows, names });
  });
});

function perform(task: HostTask, step: Step, held: Map<string, number[]>): void {
  switch (step[0]) {
    case "tmpfs":
      return task.mount(step[2], step[1], "tmpfs", { readOnly: step[3] }, "mode=755");
    case "bind":
      return task.mount(step[1], step[2], "", { bind: true, recursive: step[3] });
    case "move":
      return task.mount(step[1], step[2], "", { move: true });
    case "umount":
      return task.umount(step[1]);
    case "detach":
      return task.umount(step[1], { detach: true });
    case "robind":
      return task.mount("none", step[1], "", { remount: true, bind: true, readOnly: true });
    case "ro":
    case "rw":
      return task.mount("none", step[1], "", { remount: true, readOnly: step[0] === "ro" });
    case "pivot":
      return task.pivotRoot(step[1], step[2]);
    case "mkdir":
      return task.mkdir(step[1], 0o755);
    case "touch":
      return task.close(now(task.open(step[1], { access: "write", create: true }, 0o644)));
    case "rmdir":
      return task.rmdir(step[1]);
    case "unlink":
      return task.unlink(step[1]);
    case "rename":
      return task.rename(step[1], step[2]);
    case "link":
      return task.link(step[1], step[2]);
    case "chdir":
      return task.chdir(step[1]);
    case "hold":
    case "holdw": {
      const fd = now(task.open(step[1], { access: step[0] === "hold" ? "read" : "write" }));
      held.set(step[2], [...(held.get(step[2]) ?? []), fd]);
      return;
    }
    case "release":
      for (const fd of held.get(step[1]) ?? []) task.close(fd);
      held.delete(step[1]);
  }
}

function rowsOf(task: HostTask): readonly string[] {
  const { mounts, paths } = task.files;
  return mountTable(mounts, paths.root)
    .map(({ root, mountPoint, options, type, source, superOptions }) =>
      [root, mountPoint, options.slice(0, 2), type, source, superOptions.slice(0, 2)].join(" "),
    )
    .toSorted();
}

function namesOf(task: HostTask): readonly string[] {
  const found: string[] = [];
  const visit = (directory: string, depth: number): void => {
    if (depth === 6) return;
    for (const name of task.names(directory || "/")) {
      const path = `${directory}/${name}`;
      const isDirectory = task.lstat(path).type === "directory";
      found.push(path + (isDirectory ? "/" : ""));
      if (isDirectory) visit(path, depth + 1);
    }
  };
  visit("", 0);
  return found;
}
