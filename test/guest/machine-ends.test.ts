/**
 * How a machine ends, shown with programs of a few bytes instead of an operating system.
 */
import { describe, expect, it, vi } from "vitest";
import { ConsoleDevice } from "../../workers/guest/console-device.ts";
import { bootElf, code, printSerial } from "./support-boot-elf.ts";
import { TestMachine } from "./support-machine.ts";

async function endOf(program: readonly number[]) {
  using test = await TestMachine.boot({ image: bootElf(program), memoryMiB: 4 });
  const ending = await test.ended;
  return { ending, serial: test.serialText };
}

describe("a machine's end", () => {
  it("is a power-off when the processor halts with interrupts off", async () => {
    expect(await endOf([...printSerial("bye\n"), ...code.halt])).toEqual({
      ending: { kind: "powered-off" },
      serial: "bye\n",
    });
  });

  it("is a power-off when ACPI's S5 is entered", async () => {
    expect((await endOf(code.switchOff)).ending).toEqual({ kind: "powered-off" });
  });

  it("is an unexpected reset when the reset line is pulled without a word", async () => {
    expect((await endOf([...printSerial("all is well\n"), ...code.reset])).ending).toEqual({
      kind: "crashed",
      crash: "unexpected-reset",
      detail: "all is well",
    });
  });

  it("is a reboot when the kernel said so before the reset", async () => {
    const program = [...printSerial("[    1.0] reboot: Restarting system\n"), ...code.reset];
    expect((await endOf(program)).ending).toEqual({ kind: "rebooted" });
  });

  it("is a kernel panic with the kernel's words when they precede a reset or a halt", async () => {
    const words = printSerial("[    1.0] Kernel panic - not syncing: out of cheese\n[    1.1] ---[ end\n");
    const panic = {
      kind: "crashed",
      crash: "kernel-panic",
      detail: "out of cheese",
    };
    expect((await endOf([...words, ...code.reset])).ending).toEqual(panic);
    expect((await endOf([...words, ...code.halt])).ending).toEqual(panic);
  });

  it("is a triple fault when an exception finds no handler", async () => {
    expect((await endOf(code.tripleFault)).ending).toMatchObject({ kind: "crashed", crash: "triple-fault" });
  });

  it("is an emulator trap when a device gives up while it is served", async () => {
    const pump = vi.spyOn(ConsoleDevice.prototype, "pump").mockImplementation(() => {
      throw new Error("queue out of\u001b memory");
    });
    try {
      expect((await endOf(code.spin)).ending).toEqual({
        kind: "crashed",
        crash: "emulator-trap",
        detail: "Error: queue out of memory",
      });
    } finally {
      pump.mockRestore();
    }
  });

  it("is an emulator trap with its words when the emulator gives up", async () => {
    expect((await endOf(code.trap)).ending).toEqual({
      kind: "crashed",
      crash: "emulator-trap",
      detail: "HALT",
    });
  });
});
