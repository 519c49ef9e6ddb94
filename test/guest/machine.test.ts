/**
 * The real Linux image on the real emulator, in Node: what a guest's worker does, without the worker.
 */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linuxImage, TestMachine, type TestBoot } from "./support-machine.ts";

let linux: TestBoot;
beforeAll(async () => {
  linux = await linuxImage();
});

const md5 = (bytes: Uint8Array | string): string => createHash("md5").update(bytes).digest("hex");

async function booted(options: Partial<TestBoot> = {}): Promise<TestMachine> {
  const test = await TestMachine.boot({ ...linux, ...options });
  await test.prompt();
  return test;
}

describe("a running Linux guest", { timeout: 120_000 }, () => {
  let guest: TestMachine;
  beforeAll(async () => {
    guest = await booted({ columns: 97, rows: 31 });
  }, 60_000);
  afterAll(() => guest[Symbol.dispose]());

  it("is the kernel that the image names", async () => {
    expect(await guest.run("uname -r")).toMatch(/^6\.12\./);
  });

  it("knows the console's size from power-on and after a resize", async () => {
    expect(await guest.run("stty size")).toBe("31 97");
    guest.machine.resizeConsole({ columns: 132, rows: 43 });
    expect(await guest.run("sleep 0.2; stty size")).toBe("43 132");
  });

  it("has the host's date", async () => {
    const seconds = Number(await guest.run("date +%s"));
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(3);
  });

  it("tells its memory through the balloon", async () => {
    guest.machine.memory.ask();
    await guest.run("sleep 0.1");
    const { memory, reservedBytes } = guest.machine.sample();
    expect(memory?.totalBytes).toBeGreaterThan(20 << 20);
    expect(memory?.totalBytes).toBeLessThan(32 << 20);
    expect(reservedBytes).toBeGreaterThan(32 << 20);
    expect(reservedBytes).toBeLessThan(48 << 20);
  });

  it("stands still while paused: no instruction, no CPU time, and its own clock waits", async () => {
    const before = Number(await guest.run("cut -d. -f1 /proc/uptime"));
    guest.machine.pause();
    const paused = guest.machine.sample();
    guest.type("echo typed while paused\n");
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const { instructions, cpuMs } = guest.machine.sample();
    expect({ instructions, cpuMs }).toEqual({ instructions: paused.instructions, cpuMs: paused.cpuMs });
    guest.machine.resume();
    await guest.waitFor(/\ntyped while paused/);
    expect(Number(await guest.run("cut -d. -f1 /proc/uptime"))).toBeLessThanOrEqual(before + 2);
    expect(Math.abs(Number(await guest.run("date +%s")) - Date.now() / 1000)).toBeLessThan(2);
  });

  it("takes a paste of 100 kB whole", async () => {
    const pasted = Array.from(
      { length: 2000 },
      (_, line) => `${line} ${"x".repeat(43)}`.slice(0, 49) + "\n",
    ).join("");
    const at = guest.text.length;
    guest.type("stty -echo; cat > /tmp/pasted; stty echo; md5sum < /tmp/pasted\n");
    await guest.waitFor(/\r\n/, at);
    guest.type(`${pasted}\u0004`);
    const sum = await guest.waitFor(/([0-9a-f]{32})  -/, at);
    expect(sum[1]).toBe(md5(pasted));
    await guest.prompt(at + sum.index);
  });

  it("prints 5 MB whole and in order", async () => {
    await guest.run("stty -opost; seq 1000000 1655359 > /tmp/numbers");
    const from = guest.consoleChunks.length;
    guest.type(`echo "<"fi"rst>"; cat /tmp/numbers; echo "<"la"st>"; stty opost\n`);
    await guest.waitForTail("<last>");
    const printed = Buffer.concat(guest.consoleChunks.slice(from)).toString("latin1");
    const body = printed.slice(printed.indexOf("<first>\n") + 8, printed.indexOf("<last>"));
    let expected = "";
    for (let number = 1_000_000; number <= 1_655_359; number++) expected += `${number}\n`;
    expect({ length: body.length, md5: md5(body) }).toEqual({ length: expected.length, md5: md5(expected) });
  });

  it("is held to its cap", async () => {
    const at = guest.text.length;
    guest.type("while :; do :; done\n");
    await guest.waitFor(/done\r\n/, at);
    guest.machine.allowance.setCap(0.25);
    const before = guest.machine.sample();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const after = guest.machine.sample();
    guest.machine.allowance.setCap(null);
    guest.type("\u0003");
    await guest.prompt(at + 20);
    const elapsedMs = after.atMs - before.atMs;
    const share = (after.cpuMs - before.cpuMs) / elapsedMs;
    // What others take of the core is not the cap's doing.
    const stolen = (after.stealMs - before.stealMs) / elapsedMs;
    const throttled = (after.throttledMs - before.throttledMs) / elapsedMs;
    expect(share).toBeLessThan(0.3);
    expect(share + stolen).toBeGreaterThan(0.2);
    expect(throttled + stolen).toBeGreaterThan(0.6);
  });
});

describe("a Linux guest's end", { timeout: 60_000 }, () => {
  it("is a power-off when poweroff is typed", async () => {
    using test = await booted();
    test.type("poweroff\n");
    expect(await test.ended).toEqual({ kind: "powered-off" });
  });

  it("is a reboot when reboot is typed", async () => {
    using test = await booted();
    test.type("reboot\n");
    expect(await test.ended).toEqual({ kind: "rebooted" });
  });

  it("is a power-off or a reboot when the host asks its agent for one", async () => {
    using first = await booted();
    first.machine.request("shutdown");
    expect(await first.ended).toEqual({ kind: "powered-off" });
    using second = await booted();
    second.machine.request("reboot");
    expect(await second.ended).toEqual({ kind: "rebooted" });
  });

  it("is a kernel panic with the kernel's words when the kernel panics", async () => {
    using test = await booted();
    test.type("echo c > /proc/sysrq-trigger\n");
    expect(await test.ended).toMatchObject({
      kind: "crashed",
      crash: "kernel-panic",
      detail: "sysrq triggered crash",
    });
    expect(test.serialText).toMatch(/Kernel panic/);
  });
});

describe("a guest that is still starting", () => {
  it("complies with a request as soon as it is up", async () => {
    using test = await TestMachine.boot(linux);
    test.machine.request("shutdown");
    expect(await test.ended).toEqual({ kind: "powered-off" });
  });
});

describe("a guest that cannot be", () => {
  it("fails to build with boot-failed when the image is none", async () => {
    await expect(TestMachine.boot({ image: new Uint8Array(0) })).rejects.toMatchObject({
      code: "boot-failed",
    });
  });
});
