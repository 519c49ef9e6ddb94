/**
 * The steps of the test command in their order: what each is called and how it is run.
 */

/**
 * A check that is no test: it passes or everything stops.
 * @typedef {{name: string, title: string, tool: string, args: readonly string[]}} Gate
 */

/** @type {readonly Gate[]} */
export const gates = [
  { name: "format", title: "every file is formatted", tool: "oxfmt", args: ["--check", "."] },
  {
    name: "lint",
    title: "no rule is broken",
    tool: "oxlint",
    args: ["--type-aware", "--deny-warnings", "--report-unused-disable-directives"],
  },
  { name: "types", title: "every project compiles with no more than its libs", tool: "tsc", args: ["-b"] },
  {
    name: "unused",
    title: "no file, export or dependency is without a user",
    tool: "knip",
    args: ["--no-progress"],
  },
];

/**
 * Tests that vitest runs as the project of the same name, and the minutes after which it has hung.
 * @typedef {{name: string, title: string, needsBrowser: boolean, limitMinutes: number}} Suite
 */

/** @type {readonly Suite[]} */
export const suites = [
  { name: "unit", title: "the pure parts, in Node", needsBrowser: false, limitMinutes: 3 },
  { name: "guest", title: "the real images, booted in Node", needsBrowser: false, limitMinutes: 6 },
  { name: "browser", title: "elements and workers, in Chromium", needsBrowser: true, limitMinutes: 4 },
  { name: "page", title: "the built site, in Chromium", needsBrowser: true, limitMinutes: 9 },
  {
    name: "measured",
    title: "the built site, by the clock and by accounts",
    needsBrowser: true,
    limitMinutes: 10,
  },
];
