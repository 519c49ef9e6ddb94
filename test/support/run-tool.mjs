/**
 * Runs the tools that `npm ci` installed, by Node itself: no shell, no npx, the same on every system.
 */
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import process from "node:process";

/** The repository's root. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Packages whose command is named otherwise. */
const packageOf = new Map([["tsc", "typescript"]]);

/**
 * The script behind a command.
 * @param {string} tool
 */
async function scriptOf(tool) {
  const folder = path.join(root, "node_modules", packageOf.get(tool) ?? tool);
  /** @type {{bin: string | Record<string, string>}} */
  const { bin } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const script = typeof bin === "string" ? bin : bin[tool];
  if (!script) throw new Error(`the package of ${tool} has no such command`);
  return path.join(folder, script);
}

/**
 * `limitMs`: when it is ended; `env`: instead of this process's environment.
 * @typedef {{limitMs?: number | undefined, env?: NodeJS.ProcessEnv | undefined}} RunOptions
 */

/**
 * Runs a tool to its end with its output shown and no input. Resolves with its exit code, or `null` when a signal or
 * the limit ended it.
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number | null>}
 */
export async function runTool(tool, args, options) {
  return run(process.execPath, [await scriptOf(tool), ...args], options);
}

/**
 * Runs a program like `runTool`. Resolves with `null` when it cannot be started, too.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number | null>}
 */
export function run(program, args, { limitMs, env = process.env } = {}) {
  const child = spawn(program, args, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  const limit = limitMs
    ? setTimeout(() => {
        console.error(`Ended after ${Math.round(limitMs / 60_000)} minutes without a result.`);
        child.kill("SIGKILL");
      }, limitMs)
    : undefined;
  return new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code) => {
      clearTimeout(limit);
      resolve(code);
    });
  });
}
