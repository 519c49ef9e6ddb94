/**
 * What limits do to a real Linux guest: the balloon takes and gives, and neither it nor a hungry program kills the guest.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MIB } from "../../src/base/units.ts";
import { linuxImage, TestMachine } from "./support-machine.ts";

describe("a guest with a balloon", { timeout: 120_000 }, () => {
  let guest: TestMachine;
  beforeAll(async () => {
    guest = await TestMachine.boot({ ...(await linuxImage()), memoryMiB: 64 });
    await guest.prompt();
  }, 60_000);
  afterAll(() => guest[Symbol.dispose]());

  /** Lets the guest's kernel answer so often; the balloon's size then, in MiB. */
  async function balloonAfter(answers: number): Promise<number> {
    for (let answer = 0; answer < answers; answer++) {
      guest.machine.memory.ask();
      await guest.run("sleep 0.1");
    }
    return Math.round(guest.machine.sample().balloonBytes / MIB);
  }

  it("has so much less as was asked for, and has it again", async () => {
    await balloonAfter(1);
    const before = guest.machine.sample().memory;
    guest.machine.memory.setBalloon(16 * MIB);
    const inflated = await balloonAfter(5);
    const less = (before?.availableBytes ?? 0) - (guest.machine.sample().memory?.availableBytes ?? 0);
    guest.machine.memory.setBalloon(0);
    expect({ inflated, lessMiB: less / MIB, deflated: await balloonAfter(3) }).toEqual({
      inflated: 16,
      lessMiB: expect.toSatisfy((mib: number) => mib > 14 && mib < 18, "about 16"),
      deflated: 0,
    });
  });

  it("keeps what it needs however much is asked for, and gets back what it comes to need", async () => {
    guest.machine.memory.setBalloon(64 * MIB);
    const most = await balloonAfter(8);
    const usable = await guest.run("ls / | wc -l");
    await guest.run("head -c 12000000 /dev/zero > /tmp/hungry");
    const less = await balloonAfter(3);
    expect({ much: most > 24, usable: Number(usable) > 5, gave: most - less > 6 }).toEqual({
      much: true,
      usable: true,
      gave: true,
    });
    await guest.run("rm /tmp/hungry");
  });

  it("does not die of a program that wants all memory between two answers", async () => {
    guest.machine.memory.setBalloon(64 * MIB);
    const most = await balloonAfter(8);
    await guest.run("dd if=/dev/zero of=/dev/null bs=20M count=1 2>/dev/null; true");
    expect([most > 24, await guest.run("echo alive")]).toEqual([true, "alive"]);
    guest.machine.memory.setBalloon(0);
  });

  it("tells which part of what is reserved was ever written", () => {
    for (let second = 0; second < 80; second++) guest.machine.sample();
    const { touchedBytes, reservedBytes } = guest.machine.sample();
    expect([touchedBytes, reservedBytes].map((bytes) => (bytes ?? 0) / MIB)).toEqual([
      expect.toSatisfy((mib: number) => mib > 8 && mib < 64, "the kernel, what ran, and not all"),
      expect.toSatisfy((mib: number) => mib > 64 && mib < 80, "its memory and the emulator's"),
    ]);
  });
});
