/**
 * How Chromium is started for tests, benches and screenshots.
 */
import process from "node:process";

/** Command-line flags: quiet, and with real timers; no sandbox only where there can be none (root). */
export const launchFlags = [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
