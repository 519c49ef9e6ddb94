/**
 * The test suites as vitest projects. The test command runs them one after the other; each can be run by itself:
 * `npx vitest --config test/vitest.config.ts --project unit`.
 */
import { fileURLToPath } from "node:url";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { findBrowser } from "./support/find-browser.mjs";
import { launchFlags } from "./support/launch-flags.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const needsBrowser = !process.argv.some((arg) => /^--project=(?:unit|guest)$/.test(arg));
const executablePath = (needsBrowser && (await findBrowser({ install: false }))) || undefined;

// Node 20 and the oldest browsers that are supported know no `using`.
const oxc = { target: "es2022" };

/** Page tests that judge by the clock, by the operating system's accounts or by what is left of the whole browser. */
const measured = [
  "console",
  "crowd",
  "experiment-limits",
  "host-memory",
  "limits",
  "meter",
  "monitor",
  "sandbox-limits",
  "sandbox-screen",
].map((name) => `test/browser/page/${name}.test.ts`);

const page = {
  environment: "node" as const,
  globalSetup: ["test/browser/page/serve-site.ts"],
  testTimeout: 120_000,
  hookTimeout: 120_000,
  // Real machines on a host that others use as well: what is wrong fails every attempt. The log names what needed another.
  retry: 2,
};

export default defineConfig({
  root,
  oxc,
  test: {
    projects: [
      {
        root,
        oxc,
        // Quick, all of them; but not where another program has the cores.
        test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node", testTimeout: 30_000 },
      },
      {
        root,
        oxc,
        test: {
          name: "guest",
          include: ["test/guest/**/*.test.ts"],
          environment: "node",
          // A guest is a busy thread: files side by side would starve each other.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        root,
        oxc,
        worker: { format: "es" },
        server: { fs: { allow: [root] } },
        // Lit as users get it, not its development build.
        resolve: { conditions: ["module", "browser", "production"] },
        // What workers import would be found late otherwise, and finding it reloads the page under the tests.
        optimizeDeps: {
          entries: ["src/main.ts", "workers/*.worker.ts", "test/browser/**/*.ts", "!test/browser/page/**"],
        },
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          exclude: ["test/browser/page/**"],
          fileParallelism: false,
          testTimeout: 30_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath && { executablePath }), args: launchFlags },
            }),
            instances: [{ browser: "chromium", viewport: { width: 1280, height: 800 } }],
          },
        },
      },
      {
        root,
        oxc,
        test: {
          ...page,
          name: "page",
          include: ["test/browser/page/**/*.test.ts"],
          exclude: measured,
          // What waits for a guest leaves a core to another.
          maxWorkers: 2,
        },
      },
      {
        root,
        oxc,
        test: { ...page, name: "measured", include: measured, fileParallelism: false },
      },
    ],
  },
});
