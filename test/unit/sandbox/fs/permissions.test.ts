import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { OpenFile } from "../../../../src/sandbox/fs/open-file.ts";
import type { Stat } from "../../../../src/sandbox/abi/stat.ts";
import { Errno } from "../../../../src/sandbox/abi/errno.ts";
import { FileHost } from "../../../support/file-host.ts";
import { runUsersTrial, type Trial, type TrialOutcome } from "../../../support/file-trials.ts";

// Recorded by `test/support/files-on-linux.py` on Linux 6.18: four users, all kinds of modes, set-id and sticky marks.
const recorded = readFileSync(new URL("permissions-on-linux.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line): Trial & Omit<TrialOutcome, "upper"> => JSON.parse(line));

/** `/dev/null`: takes everything. */
class NullFile extends OpenFile {
  readonly description = "null";

  stat(): Stat {
    throw new Errno("EIO");
  }

  // oxlint-disable-next-line require-yield -- it never comes to waiting
  override *write(bytes: Uint8Array): Generator<never, number> {
    return bytes.byteLength;
  }
}

describe("permissions", () => {
  test.each(recorded)("are as Linux's for every step of trial $seed", ({ results, seen, ...trial }) => {
    const host = new FileHost();
    host.specials = {
      // oxlint-disable-next-line require-yield -- it never comes to waiting
      *openDevice(_kind, _number, { status }) {
        return new NullFile(status);
      },
      // oxlint-disable-next-line require-yield -- there is none
      *openFifo() {
        throw new Errno("ENXIO");
      },
    };
    const root = host.task();
    root.mkdir("/t");
    root.mount("t", "/t", "tmpfs", {}, "mode=755");
    const users = {
      root,
      owner: host.task({ uid: 1000 }),
      member: host.task({ uid: 1001, groups: [1000] }),
      other: host.task({ uid: 1002, groups: [50] }),
    };

    expect(runUsersTrial(users, trial, "/t")).toEqual({ results, seen });
  });
});
