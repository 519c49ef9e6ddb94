import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Userland } from "./userland.ts";

interface Recorded {
  readonly script: string;
  readonly status: number;
  readonly out: string;
  /** `null` where complaints are worded otherwise. */
  readonly err: string | null;
}

// Recorded by `record-tools.mjs` on Debian 12.
const recorded = readFileSync(new URL("tools-on-linux.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Recorded => JSON.parse(line));

/** GNU's quotes depend on the locale. */
const plain = (text: string): string => text.replaceAll("`", "'");

describe("tools", () => {
  test.each(recorded)("do as on Linux: $script", async ({ script, status, out, err }) => {
    const ran = await new Userland().run(script);

    expect({ ...ran, err: err === null ? null : plain(ran.err) }).toEqual({
      status,
      out,
      err: err === null ? null : plain(err),
    });
  });
});
