/** What this kernel says it is: Linux by its calls, and by its release and version what it really is. */

/** uname(2), without what a UTS namespace says. */
export const systemName = {
  sysname: "Linux",
  release: "6.12.0-guesthouse",
  version: "#1 SIMULATED in a web page",
  machine: "wasm32",
} as const;
