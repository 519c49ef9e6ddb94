/**
 * What is in each layer of the sandboxes' images: from the folders beside this file, the WebAssembly programs, and the
 * names of the programs written in TypeScript. Pure but for reading files.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

/** The first bytes of a file that stands for a TypeScript program (see src/sandbox/abi/program.ts). */
const magic = "\u007fTSP";

const here = fileURLToPath(new URL(".", import.meta.url));
const userland = path.join(here, "../userland");

/**
 * One entry of a layer.
 * @typedef {{ path: string, mode: number, uid?: number, gid?: number, bytes?: Uint8Array, link?: string }} Entry
 */

const encoder = new TextEncoder();

/** Programs that belong into /usr/sbin. */
const system = new Set(
  "init getty syslogd crond httpd poweroff reboot halt ip chroot pivot_root switch_root".split(" "),
);

/** Of toybox's file and text tools, those that do less than people type: `head -n -1`, `hexdump` of 15 bytes, `cut -s`, `find -printf`. */
const better = new Set("head hexdump hd cut expr find".split(" "));

/** @param {string} place @param {number} [mode] @returns {Entry} */
const directory = (place, mode = 0o755) => ({ path: place, mode });

/** @param {string} place @param {string} link @returns {Entry} */
const symlink = (place, link) => ({ path: place, mode: 0o777, link });

/** The folder `name` as it lies, with the modes that a system's files have. @param {string} name */
async function skeleton(name) {
  const root = path.join(here, "rootfs", name);
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const entries = await Promise.all(
    found.map(async (entry) => {
      const inside = path.relative(root, path.join(entry.parentPath, entry.name));
      if (entry.isDirectory()) return directory(inside);
      const executable = inside.includes("init.d/") || inside.includes("bin/");
      const bytes = await readFile(path.join(root, inside));
      return { path: inside, mode: executable ? 0o755 : 0o644, bytes };
    }),
  );
  return entries;
}

/** @param {string} file */
async function program(file) {
  return new Uint8Array(gunzipSync(await readFile(path.join(userland, file))));
}

/** Commands of toybox that are its own business here: tools for files and text, not for the system. */
async function toyboxCommands() {
  const text = await readFile(path.join(userland, "toybox.commands"), "utf8");
  /** @type {string[]} */
  const commands = [];
  let serves = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("#")) serves = /files|text|archives|dates/.test(line);
    else if (line.trim() !== "")
      commands.push(
        ...(serves
          ? line.trim().split(/\s+/)
          : line
              .trim()
              .split(/\s+/)
              .map((name) => `?${name}`)),
      );
  }
  return commands;
}

/** Where a sandbox's kernel, a runtime or a user mounts something. */
const mountPoints = ["app", "dev", "etc", "home", "mnt", "proc", "run", "sys", "var"];

/** @param {readonly string[]} programs names of the TypeScript programs */
async function runtimeLayer(programs) {
  /** @type {Entry[]} */
  const entries = [
    ...mountPoints.map((name) => directory(name)),
    directory("root", 0o700),
    directory("tmp", 0o1777),
    ...["bin", "sbin", "lib"].map((name) => symlink(name, `usr/${name}`)),
    ...[
      "usr",
      "usr/bin",
      "usr/sbin",
      "usr/lib",
      "usr/local",
      "usr/local/bin",
      "usr/lib/typescript",
      "usr/lib/typescript/bin",
    ].map((name) => directory(name)),
    ...(await skeleton("userland")),
    { path: "usr/bin/toybox", mode: 0o755, bytes: await program("toybox.wasm.gz") },
  ];
  const own = new Set(programs);
  const taken = new Set(["toybox"]);
  for (const entry of await toyboxCommands()) {
    const name = entry.replace("?", "");
    // Of the system's tools, ours know this kernel better; toybox's file and text tools are the better ones.
    if (name === "toybox" || ((entry.startsWith("?") || better.has(name)) && own.has(name))) continue;
    taken.add(name);
    entries.push(symlink(`usr/bin/${name}`, "toybox"));
  }
  for (const name of programs) {
    const folder = taken.has(name) ? "usr/lib/typescript/bin" : system.has(name) ? "usr/sbin" : "usr/bin";
    entries.push({ path: `${folder}/${name}`, mode: 0o755, bytes: encoder.encode(`${magic}${name}\n`) });
  }
  return entries;
}

const varFolders = ["var", "var/lib", "var/log", "var/spool", "var/tmp"];

/** Entries of every layer, by its name. @param {readonly string[]} programs */
export async function layers(programs) {
  return {
    runtime: await runtimeLayer(programs),
    system: [
      ...(await skeleton("system")),
      ...varFolders.map((name) => directory(name)),
      { ...directory("home/alice", 0o700), uid: 1000, gid: 1000 },
      directory("root", 0o700),
    ],
    host: [
      ...(await skeleton("host")).map((entry) =>
        entry.path.startsWith("home/user")
          ? {
              ...entry,
              uid: 1000,
              gid: 1000,
              mode: entry.path.includes(".ssh") ? entry.mode & 0o700 : entry.mode,
            }
          : entry,
      ),
      ...varFolders.map((name) => directory(name)),
      directory("root", 0o700),
      directory("usr"),
      directory("usr/sbin"),
      { path: "usr/sbin/sandbox", mode: 0o755, bytes: encoder.encode(`${magic}sandbox\n`) },
    ],
    lua: [
      ...(await skeleton("lua")),
      directory("app/bin"),
      { path: "app/bin/lua", mode: 0o755, bytes: await program("lua.wasm.gz") },
    ],
    sqlite: [
      ...(await skeleton("sqlite")),
      directory("app/bin"),
      { path: "app/bin/sqlite3", mode: 0o755, bytes: await program("sqlite3.wasm.gz") },
    ],
  };
}
