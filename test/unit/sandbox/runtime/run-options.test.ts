import { describe, expect, it } from "vitest";
import { UsageError } from "../../../../src/sandbox/programs/command/options.ts";
import { quantity } from "../../../../src/sandbox/runtime/cli/quantity.ts";
import { parseRun } from "../../../../src/sandbox/runtime/cli/run-options.ts";
import { limitFiles } from "../../../../src/sandbox/runtime/cgroup-limits.ts";
import { resourcesFor } from "../../../../src/sandbox/runtime/config-for.ts";
import { IdRanges } from "../../../../src/sandbox/runtime/id-ranges.ts";

describe("the words after sandbox run", () => {
  it("mean what docker run means by them", () => {
    const words =
      "-d --rm --name=web -h box -m 64m --cpus 0.5 --cpu-weight=300 --pids-limit max --read-only --tmpfs /run " +
      "--tmpfs /tmp:size=1m -v /a:/b:ro -v /c:/d -u 7:8 --init -e A=1=2 -e HOME -e NONE -w /srv --share net system sh -c";

    expect(parseRun([...words.split(" "), "exit 3"], { HOME: "/root" })).toEqual({
      options: {
        image: "system",
        command: ["sh", "-c", "exit 3"],
        name: "web",
        hostname: "box",
        memoryMiB: 64,
        cpus: 0.5,
        cpuWeight: 300,
        pidsLimit: null,
        readOnly: true,
        tmpfs: ["/run", "/tmp:size=1m"],
        volumes: [
          { source: "/a", target: "/b", readOnly: true },
          { source: "/c", target: "/d", readOnly: false },
        ],
        user: "7:8",
        init: true,
        env: { A: "1=2", HOME: "/root" },
        workingDirectory: "/srv",
        share: ["net"],
      },
      detach: true,
      remove: true,
    });
  });

  it("end at the image: what follows is the command's", () => {
    expect(parseRun(["system", "ls", "-d", "--name=x"], {})).toEqual({
      options: { image: "system", command: ["ls", "-d", "--name=x"] },
      detach: false,
      remove: false,
    });
  });

  it("share namespaces in Podman's words, and by kind", () => {
    const words =
      "--pid=host --network host --uts=host --ipc=private --userns=host --share pid --share cgroup --mntns=host";

    expect(parseRun([...words.split(" "), "system"], {}).options).toEqual({
      image: "system",
      share: ["pid", "mnt", "uts", "user", "net", "cgroup"],
    });
  });

  it.each([
    "-m lots",
    "--cpus=many",
    "-v /a:/b:rx",
    "--kind=vm",
    "--confinement=some",
    "--share=time",
    "--network=some",
    "--pid=web",
  ])("are refused: %s", (words) => {
    expect(() => parseRun([...words.split(" "), "system"], {})).toThrow(UsageError);
  });

  it.each([
    ["1", "--memory: 1 means bytes, too few for a sandbox: give a unit, as in 1m"],
    ["1.5", "--memory: 1.5 means bytes, too few for a sandbox: give a unit, as in 1.5m"],
    ["0", "--memory: 0 leaves nothing to run in: use max for no limit"],
    ["64x", '--memory: "64x" is no size: use 64m, 1g, or max for no limit'],
    ["-1", '--memory: "-1" is no size: use 64m, 1g, or max for no limit'],
  ])("say what is wrong with a memory of %s and what to write", (size, message) => {
    expect(() => parseRun(["--memory", size, "system"], {})).toThrow(new UsageError(message));
  });
});

it("sizes are those of container tools", () => {
  expect(["64m", "1g", "512k", "1.5GiB", "100", "2b", " 3 MB ", "", "m", "-1", "1x"].map(quantity)).toEqual([
    64 * 1024 ** 2,
    1024 ** 3,
    512 * 1024,
    1.5 * 1024 ** 3,
    100,
    2,
    3 * 1024 ** 2,
    null,
    null,
    null,
    null,
  ]);
});

it("limits are written in Linux's formats", () => {
  const files = (options: Parameters<typeof resourcesFor>[0]): unknown =>
    Object.fromEntries(limitFiles(resourcesFor(options)));

  expect([files({}), files({ memoryMiB: null, cpus: 0.25, cpuWeight: 50, pidsLimit: null })]).toEqual([
    {
      "memory.max": "67108864",
      "cpu.max": "max",
      "pids.max": "256",
      "cpu.weight": "100",
      "memory.oom.group": "0",
    },
    {
      "memory.max": "max",
      "cpu.max": "25000 100000",
      "pids.max": "max",
      "cpu.weight": "50",
      "memory.oom.group": "0",
    },
  ]);
});

it("ranges of ids do not overlap while they are held, and are used again", () => {
  const ranges = new IdRanges();
  const [one, two] = [ranges.take(), ranges.take()];
  one[Symbol.dispose]();
  one[Symbol.dispose]();
  const [again, three] = [ranges.take(), ranges.take()];

  expect([one, two, again, three].map(({ first, size }) => [first, size])).toEqual([
    [100_000, 65_536],
    [165_536, 65_536],
    [100_000, 65_536],
    [231_072, 65_536],
  ]);
});
