/**
 * The bytes of a console in the page under test: watches what arrives there, as its terminal does.
 */
import type { Page } from "playwright-core";
import type { GhConsole } from "../../../src/ui/console/gh-console.ts";

/** What arrived at the page of a numbered stream. */
export interface StreamReport {
  readonly bytes: number;
  /** Lines that were not what had to follow the one before, at most ten of them. */
  readonly wrong: readonly string[];
  readonly blocks: number;
}

/** A numbered stream that is being watched. */
export interface WatchedStream {
  /** Resolves with what came when the stream's end has come, or after `limitMs`. */
  ended(limitMs: number): Promise<StreamReport>;
}

/**
 * The guest's side: prints `blocks` times a line `block N` and then `lines` numbered lines of 100 bytes. Ends with
 * `stream-end`.
 */
export function numberedStream(blocks: number, lines: number): string {
  const fill = "x".repeat(91);
  return [
    `i=0; while [ $i -lt ${lines} ]; do printf '%07d ${fill}\\n' $i; i=$((i+1)); done > /tmp/block`,
    `b=0; while [ $b -lt ${blocks} ]; do echo block $b; cat /tmp/block; b=$((b+1)); done; echo stream-end`,
  ].join("\n");
}

/** Watches the first console of the page for a numbered stream. */
export async function watchStream(page: Page, lines: number): Promise<WatchedStream> {
  const watched = await page
    .locator("gh-console")
    .first()
    .evaluateHandle((element: GhConsole, linesPerBlock) => {
      const report = { bytes: 0, wrong: [] as string[], blocks: 0 };
      const fill = ` ${"x".repeat(91)}`;
      const decoder = new TextDecoder();
      let rest = "";
      let next = -1;
      const take = (line: string): void => {
        const begins = next < 0 || next === linesPerBlock;
        const wanted = begins ? `block ${report.blocks}` : `${String(next).padStart(7, "0")}${fill}`;
        // Before the first block the shell echoes what was typed.
        if (line !== wanted && next < 0) return;
        if (line !== wanted && report.wrong.length < 10) report.wrong.push(line);
        if (begins) report.blocks++;
        next = begins ? 0 : next + 1;
      };
      const done = new Promise<void>((resolve) => {
        const attached = element.line?.attach((bytes) => {
          report.bytes += bytes.byteLength;
          const parts = (rest + decoder.decode(bytes, { stream: true })).split("\r\n");
          rest = parts.pop() ?? "";
          const end = parts.indexOf("stream-end");
          for (const line of end < 0 ? parts : parts.slice(0, end)) take(line);
          if (end < 0) return;
          attached?.[Symbol.dispose]();
          resolve();
        });
      });
      return { report, done };
    }, lines);
  return {
    ended: (limitMs) =>
      watched.evaluate(
        ({ report, done }, ms) =>
          Promise.race([done, new Promise((resolve) => setTimeout(resolve, ms))]).then(() => report),
        limitMs,
      ),
  };
}
