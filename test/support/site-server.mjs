/**
 * The built site for tests, benches and screenshots: built once, served as `npm start` serves it, and as a plain static
 * host would.
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";
import process from "node:process";
import { build, preview } from "vite";
import { root } from "./run-tool.mjs";

const configFile = path.join(root, "vite.config.ts");

/**
 * Builds the site into `folder`.
 * @param {string} folder
 */
export async function buildSite(folder) {
  // Vitest sets it to "test"; what is served is what users get.
  process.env["NODE_ENV"] = "production";
  await build({ configFile, logLevel: "warn", build: { outDir: folder, emptyOutDir: true } });
}

/**
 * Serves `folder` as `npm start` does, on a free port.
 * @param {string} folder
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serveSite(folder) {
  const server = await preview({
    configFile,
    logLevel: "warn",
    build: { outDir: folder },
    preview: { port: 0, strictPort: false, host: "localhost" },
  });
  const address = server.httpServer.address();
  if (!address || typeof address === "string") throw new Error("the preview server has no port");
  return { url: `http://localhost:${address.port}/`, close: () => server.close() };
}

/** What a host knows that has never heard of WebAssembly. */
const contentTypes = new Map([
  [".html", "text/html; charset=utf-8"],
  [".js", "text/javascript"],
  [".mjs", "text/javascript"],
  [".css", "text/css"],
  [".svg", "image/svg+xml"],
]);

/**
 * Serves `folder` as it is on a free port: under `under` (with slashes at both ends), with the type and `headers`.
 * @param {string} folder
 * @param {{under?: string, headers?: Record<string, string>}} [options]
 * @returns {Promise<{url: string, close: () => Promise<void>}>}
 */
export async function serveFolder(folder, { under = "/", headers = {} } = {}) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const inside = pathname.startsWith(under) ? pathname.slice(under.length) : null;
    const file =
      inside === null ? null : path.join(folder, path.posix.normalize(`/${inside || "index.html"}`));
    void send(response, file, headers);
  });
  await new Promise((resolve) => server.listen(0, "localhost", () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("the static server has no port");
  return {
    url: `http://localhost:${address.port}${under}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string | null} file
 * @param {Record<string, string>} headers
 */
async function send(response, file, headers) {
  const found = file !== null && (await stat(file).catch(() => null))?.isFile();
  if (!file || !found) {
    response.writeHead(404).end();
    return;
  }
  const type = contentTypes.get(path.extname(file)) ?? "application/octet-stream";
  response.writeHead(200, { ...headers, "Content-Type": type });
  createReadStream(file).pipe(response);
}
