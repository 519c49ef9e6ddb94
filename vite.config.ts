import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type PreviewServer } from "vite";
import { shortenStretches } from "./workers/guest/short-stretches.ts";

// Cross-origin isolation gives finer clocks and the browser's own memory measurement. Everything works without.
const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

// The page carries its policy itself, for hosts that send no headers. Workers obey the headers of their own scripts.
const page = readFileSync(new URL("src/index.html", import.meta.url), "utf8");
const policy = /"Content-Security-Policy"\s+content="([^"]+)"/.exec(page)?.[1];
if (!policy) throw new Error("src/index.html names no Content-Security-Policy");
const hardening = {
  ...isolation,
  "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
};

/** Says the address alone on a line, without colours, so that people and scripts can take it from there. */
const plainAddress: Plugin = {
  name: "plain-address",
  configurePreviewServer(server: PreviewServer) {
    server.printUrls = () => {
      const address = server.httpServer.address();
      if (address && typeof address === "object") console.log(`http://localhost:${address.port}/`);
    };
  },
};

/** The emulator that is served once built: its stretches are short, for the CPU meter. */
const shortStretches: Plugin = {
  name: "short-stretches",
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== "asset" || !file.names.includes("v86.wasm")) continue;
      if (typeof file.source !== "string") file.source = shortenStretches(file.source);
    }
  },
};

const port = process.env["PORT"];

export default defineConfig({
  root: fileURLToPath(new URL("src", import.meta.url)),
  // Relative addresses: the site works under any path of any static host.
  base: "./",
  publicDir: false,
  plugins: [plainAddress, shortStretches],
  worker: {
    format: "es",
    // v86 asks for these only under Node.
    rolldownOptions: { external: ["fs", "node:fs/promises", "crypto", "node:crypto", "perf_hooks"] },
  },
  build: {
    outDir: fileURLToPath(new URL("dist", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    // No asset is inlined: a guest's image and the emulator are fetched, and cached each by itself.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1024,
  },
  server: {
    headers: isolation,
    fs: { allow: [".."] },
    ...(port ? { port: Number(port), strictPort: true } : {}),
  },
  preview: { headers: hardening, ...(port ? { port: Number(port), strictPort: true } : { port: 5173 }) },
});
