/**
 * Random operations on files and overlays, the same for the same seed, and what came of them. The same trials can be run by a real
 * Linux (`files-on-linux.py`), whose outcomes are kept beside the tests.
 */
import { isErrno } from "../../src/sandbox/abi/errno.ts";
import { DirectoryInode } from "../../src/sandbox/fs/inode.ts";
import { resolve } from "../../src/sandbox/fs/path-walk.ts";
import { originOf } from "../../src/sandbox/fs/starting-points.ts";
import { type HostTask, now } from "./file-host.ts";

/** One operation; paths are relative to the overlay's top, or to the layer's while layers are made. */
export type TrialStep =
  | readonly ["as", TrialUser]
  | readonly ["read" | "touch" | "old" | "device", string]
  | readonly ["access", string, number]
  | readonly ["chown", string, string]
  | readonly ["write" | "append" | "symlink" | "rename" | "exchange" | "link", string, string]
  | readonly ["mkdir" | "chmod" | "truncate", string, number]
  | readonly ["rmdir" | "unlink" | "whiteout" | "opaque" | "remount", string];

/** Who does the steps from then on: root, 1000, 1001 (also in group 1000), 1002 (also in group 50). */
export type TrialUser = "root" | "owner" | "member" | "other";

/** Layers, lowest last, and what is done over them; without layers, in a plain directory. */
export interface Trial {
  readonly seed: number;
  /** Of the plain directory. */
  readonly mode?: number;
  readonly layers: readonly (readonly TrialStep[])[];
  readonly steps: readonly TrialStep[];
}

/** What came of it: an error or "ok" for every step, the tree that is seen, and the upper layer. */
export interface TrialOutcome {
  readonly results: readonly string[];
  readonly seen: readonly string[];
  readonly upper: readonly string[];
}

/** mulberry32: small, and the same everywhere. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** The trial of a seed. */
export function trialOf(seed: number, length = 60): Trial {
  const below = random(seed);
  const name = (): string => "abc"[below(3)] ?? "a";
  const path = (): string => Array.from({ length: 1 + below(3) }, name).join("/");
  const layer = (isLowest: boolean): readonly TrialStep[] =>
    Array.from({ length: 14 }, (_, index): TrialStep => {
      const kind = below(isLowest ? 8 : 11);
      if (kind < 4) return ["mkdir", path(), 0o755];
      if (kind < 6) return ["write", path(), `layer ${index}`];
      if (kind === 6) return ["link", path(), path()];
      if (kind === 7) return ["symlink", path(), path()];
      return kind < 10 ? ["whiteout", path()] : ["opaque", path()];
    });
  const count = 1 + below(3);
  const layers = Array.from({ length: count }, (_, index) => layer(index === count - 1));
  const step = (_: unknown, index: number): TrialStep => {
    const kind = below(22);
    if (kind < 4) return ["write", path(), `step ${index}`];
    if (kind < 5) return ["append", path(), "+"];
    if (kind < 8) return ["mkdir", path(), 0o700];
    if (kind < 10) return ["rmdir", path()];
    if (kind < 13) return ["unlink", path()];
    if (kind < 16) return ["rename", path(), path()];
    if (kind < 17) return ["exchange", path(), path()];
    if (kind < 18) return ["link", path(), path()];
    if (kind < 19) return ["symlink", path(), path()];
    if (kind < 20) return ["chmod", path(), 0o640 + below(8)];
    if (kind < 21) return ["truncate", path(), below(9)];
    return ["remount", ""];
  };
  return { seed, layers, steps: Array.from({ length }, step) };
}

/** Makes the layers and the overlay below `top`, does the steps, and tells what came of it. */
export function runTrial(task: HostTask, trial: Trial, top: string): TrialOutcome {
  const lowers = trial.layers.map((steps, index) => {
    const layer = `${top}/l${index}`;
    task.mkdir(layer);
    for (const step of steps) outcomeOf(task, step, layer);
    return layer;
  });
  for (const name of ["u", "w", "m"]) task.mkdir(`${top}/${name}`);
  const options = `lowerdir=${lowers.join(":")},upperdir=${top}/u,workdir=${top}/w`;
  const mount = (): void => task.mount("overlay", `${top}/m`, "overlay", {}, options);
  mount();
  const results = trial.steps.map((step) => {
    if (step[0] !== "remount") return outcomeOf(task, step, `${top}/m`);
    task.umount(`${top}/m`);
    mount();
    return "ok";
  });
  const outcome = { results, seen: treeOf(task, `${top}/m`), upper: treeOf(task, `${top}/u`) };
  task.umount(`${top}/m`);
  return outcome;
}

/** As `runTrial` for one with a mode: users take turns in a plain directory below `top`. */
export function runUsersTrial(
  users: Readonly<Record<TrialUser, HostTask>>,
  { mode = 0o755, steps }: Trial,
  top: string,
): Omit<TrialOutcome, "upper"> {
  users.root.mkdir(`${top}/x`);
  users.root.mkdir(`${top}/x/m`);
  users.root.chmod(`${top}/x/m`, mode);
  let task = users.root;
  const results = steps.map((step) => {
    if (step[0] === "as") task = users[step[1]];
    return outcomeOf(task, step, `${top}/x/m`);
  });
  return { results, seen: ownersOf(users.root, top) };
}

/** "ok", or the error's code. */
export function outcomeOf(task: HostTask, step: TrialStep, top: string): string {
  try {
    perform(task, step, top);
    return "ok";
  } catch (thrown) {
    if (isErrno(thrown)) return thrown.code;
    throw thrown;
  }
}

function perform(task: HostTask, step: TrialStep, top: string): void {
  const at = `${top}/${step[1]}`;
  switch (step[0]) {
    case "write":
      return task.writeFile(at, step[2], 0o644);
    case "append": {
      const fd = now(task.open(at, { access: "write", append: true }));
      try {
        now(task.write(fd, new TextEncoder().encode(step[2])));
      } finally {
        task.close(fd);
      }
      return;
    }
    case "mkdir":
      return task.mkdir(at, step[2]);
    case "rmdir":
      return task.rmdir(at);
    case "unlink":
      return task.unlink(at);
    case "rename":
      return task.rename(at, `${top}/${step[2]}`);
    case "exchange":
      return task.rename(at, `${top}/${step[2]}`, { exchange: true });
    case "link":
      return task.link(at, `${top}/${step[2]}`);
    case "symlink":
      return task.symlink(step[2], at);
    case "chmod":
      return task.chmod(at, step[2]);
    case "truncate":
      return task.truncate(at, step[2]);
    case "as":
      return;
    case "read":
      return task.close(now(task.open(at, { access: "read" })));
    case "access":
      return task.access(at, step[2]);
    case "chown": {
      const [uid = -1, gid = -1] = step[2].split(":").map(Number);
      return task.chown(at, uid, gid);
    }
    case "touch":
      return task.utimes(at, task.files.caller.epochMs(), task.files.caller.epochMs());
    case "old":
      return task.utimes(at, 5000, 5000);
    case "device":
      return task.mknod(at, "character", 0o600, { major: 1, minor: 3 });
    case "whiteout":
      return task.mknod(at, "character", 0, { major: 0, minor: 0 });
    case "opaque": {
      const { inode } = resolve(originOf(task.files), at).dentry;
      if (inode instanceof DirectoryInode) inode.makeOpaque(task.files.caller);
      return;
    }
    case "remount":
  }
}

/** Every name below `top`, sorted: path, type and mode, links, what it holds, and the first name of the same file. */
export function treeOf(task: HostTask, top: string): readonly string[] {
  const lines: string[] = [];
  const first = new Map<string, string>();
  const visit = (directory: string): void => {
    for (const name of task.names(`${top}${directory}`)) {
      const path = `${directory}/${name}`;
      const at = `${top}${path}`;
      const { type, mode, links, rdev, device, inode } = task.lstat(at);
      if (type === "character" && rdev?.major === 0 && rdev.minor === 0) {
        lines.push(`${path} whiteout`);
        continue;
      }
      const key = `${device}:${inode}`;
      if (!first.has(key)) first.set(key, path);
      const holds =
        type === "file" ? task.readFile(at) : type === "symlink" ? task.readlink(at) : isOpaque(task, at);
      lines.push(`${path} ${type} ${mode.toString(8)} ${links} ${first.get(key)} ${holds}`.trimEnd());
      if (type === "directory") visit(path);
    }
  };
  visit("");
  return lines;
}

/** Every name below `top`, sorted: path, mode, owner, links, size. */
function ownersOf(task: HostTask, top: string): readonly string[] {
  const lines: string[] = [];
  const visit = (directory: string): void => {
    for (const name of task.names(`${top}${directory}`)) {
      const path = `${directory}/${name}`;
      const { type, mode, uid, gid, links, size } = task.lstat(`${top}${path}`);
      lines.push(`${path} ${mode.toString(8)} ${uid} ${gid} ${links} ${size}`);
      if (type === "directory") visit(path);
    }
  };
  visit("");
  return lines.toSorted();
}

function isOpaque(task: HostTask, path: string): string {
  const { inode } = resolve(originOf(task.files), path).dentry;
  return inode instanceof DirectoryInode && inode.opaque ? "opaque" : "";
}
