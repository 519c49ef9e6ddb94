import { describe, expect, it } from "vitest";
import { Failure } from "../../../../src/base/failure.ts";
import { checkSandboxOptions, type SandboxOptions } from "../../../../src/sandbox/runtime/sandbox-options.ts";

function outcome(options: SandboxOptions): string {
  try {
    checkSandboxOptions(options);
    return "accepted";
  } catch (thrown) {
    return thrown instanceof Failure ? thrown.code : `threw ${String(thrown)}`;
  }
}

describe("options of a sandbox", () => {
  it.each<SandboxOptions>([
    {},
    { name: "a", hostname: "A-1", memoryMiB: 1, cpus: 0.01, cpuWeight: 1, pidsLimit: 1 },
    { name: "a".repeat(63), memoryMiB: 4096, cpus: 64, cpuWeight: 10_000, pidsLimit: 32_768 },
    { memoryMiB: null, cpus: null, pidsLimit: null },
    {
      tmpfs: ["/tmp:size=1m"],
      workingDirectory: "/",
      volumes: [{ source: "/a", target: "/b", readOnly: false }],
    },
    { kind: "application", confinement: "confined" },
  ])("can be %j", (options) => {
    expect(outcome(options)).toBe("accepted");
  });

  it.each<readonly [string, SandboxOptions]>([
    ["bad-name", { name: "" }],
    ["bad-name", { name: "-a" }],
    ["bad-name", { name: "a".repeat(64) }],
    ["bad-name", { hostname: "a.b" }],
    ["bad-memory", { memoryMiB: 0 }],
    ["bad-memory", { memoryMiB: 4097 }],
    ["bad-memory", { memoryMiB: Number.NaN }],
    ["bad-cpus", { cpus: 0 }],
    ["bad-cpus", { cpus: 65 }],
    ["bad-weight", { cpuWeight: 0 }],
    ["bad-weight", { cpuWeight: 1.5 }],
    ["bad-pids", { pidsLimit: 0 }],
    ["bad-pids", { pidsLimit: 2.5 }],
    ["bad-path", { tmpfs: ["tmp"] }],
    ["bad-path", { workingDirectory: "/a/../b" }],
    ["bad-path", { volumes: [{ source: "/a\0", target: "/b", readOnly: false }] }],
    ["bad-command", { command: [] }],
    ["bad-kind", { kind: "system", confinement: "portal" }],
  ])("are refused as %s: %j", (code, options) => {
    expect(outcome(options)).toBe(code);
  });

  it.each([
    [1 / 2 ** 20, "1 byte"],
    [1000 / 2 ** 20, "1000 bytes"],
    [1 / 1024, "1 KiB"],
    [0.5, "0.5 MiB"],
    [8192, "8192 MiB"],
    [Number.NaN, "NaN MiB"],
  ])("say in readable words that a memory of %d MiB cannot be", (memoryMiB, words) => {
    expect(() => checkSandboxOptions({ memoryMiB })).toThrow(
      `${words} cannot be a sandbox's memory limit: use 1 to 4096 MiB.`,
    );
  });
});
