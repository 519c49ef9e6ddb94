/**
 * The simulated kernel against the real one: every script of the table is run in a sandbox and in a Linux guest, and must
 * answer the same but for the differences that its line allows by name.
 */
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "../page-test.ts";
import { cgroupScripts } from "./cgroup-scripts.ts";
import { exitScripts } from "./exit-scripts.ts";
import { fileScripts } from "./file-scripts.ts";
import { jobScripts } from "./job-scripts.ts";
import { namespaceScripts } from "./namespace-scripts.ts";
import { processScripts } from "./process-scripts.ts";
import { answersIn, batchEnd, batchOf, type ScriptAnswer } from "./script-batch.ts";
import { allowedDifferences, type ScriptCase } from "./script-case.ts";

const tables: Readonly<Record<string, readonly ScriptCase[]>> = {
  "exit statuses and signals": exitScripts,
  processes: processScripts,
  namespaces: namespaceScripts,
  cgroups: cgroupScripts,
  files: fileScripts,
  "terminals and jobs": jobScripts,
};
const cases = Object.entries(tables).flatMap(([topic, scripts]) =>
  scripts.map((one) => ({ ...one, name: `${topic}: ${one.name}` })),
);

/** An emulated machine on a busy one takes its time; what has not answered by then is told by name. */
const patienceMs = 400_000;

/** What the console of a new machine showed while it ran `batch`. */
async function textOf(page: Page, kind: "guest" | "sandbox", batch: string): Promise<string> {
  const shown = await page.evaluate(
    async ({ asked, text, end, ms }) => {
      const { console } =
        asked === "guest"
          ? await guesthouse.addGuest({ name: "real", memoryMiB: 64 })
          : await guesthouse.addSandbox({ name: "simulated", memoryMiB: 256 });
      const signal = AbortSignal.timeout(ms);
      await console.waitFor(/# $/, { signal });
      // In pieces put together by the shell, so that the echo of what is typed is no answer.
      console.write("stty -echo; echo li''sten; cat > /tmp/batch; stty echo; sh /tmp/batch\n");
      await console.waitFor("listen", { signal });
      console.write(`${text}\x04`);
      const found = await console.waitFor(end, { signal }).catch((error: unknown) => String(error));
      return `${console.text()}\n${found}`;
    },
    { asked: kind, text: batch, end: batchEnd, ms: patienceMs },
  );
  return shown.replaceAll("\r", "");
}

function comparable(answer: ScriptAnswer | null | undefined, { differs = [] }: ScriptCase): string {
  if (!answer) return "no answer";
  const text = `${answer.output}\n(status ${answer.status})`;
  return differs.reduce((before, name) => allowedDifferences[name](before), text);
}

describe("the simulated kernel", () => {
  test(
    `answers ${cases.length} scripts as the real one`,
    { timeout: patienceMs + 60_000 },
    async ({ open }) => {
      const page = await open();
      const batch = batchOf(cases);

      const [real, simulated] = (
        await Promise.all([textOf(page, "guest", batch), textOf(page, "sandbox", batch)])
      ).map((text) => answersIn(text, cases));

      const different = cases.flatMap((one, at) => {
        const pair = { real: comparable(real?.[at], one), simulated: comparable(simulated?.[at], one) };
        return pair.real === pair.simulated && real?.[at] ? [] : [{ name: one.name, ...pair }];
      });
      expect(different).toEqual([]);
    },
  );

  test("is asked in at least 120 scripts, no two the same", () => {
    expect(new Set(cases.map(({ script }) => script)).size).toBe(cases.length);
    expect(cases.length).toBeGreaterThanOrEqual(120);
  });
});
