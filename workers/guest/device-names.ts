/**
 * Who is who in the virtual hardware: which device answers at a port, which register of it is a notification, and whose
 * an interrupt line is. Read from the machine itself, from its tables and its PCI configuration space.
 */
import type { V86Cpu, V86Virtio } from "./v86-names.ts";

/** PCI configuration space: base address registers and interrupt line, in words (PCI 3.0, 6.1). */
const firstBarWord = 0x10 / 4;
const interruptWord = 0x3c / 4;
/** v86 puts the notification registers of a virtio device behind its second base address register. */
const notificationBarWord = firstBarWord + 1;
const ioBarMask = 0xfffc;
const notificationBytes = 16;

/** Lines of the PC's own devices, which no register tells. */
const isaLines: Readonly<Record<number, string>> = { 0: "pit", 8: "rtc", 9: "acpi" };

/** The names as they are when it is made: before the guest moves its devices, ask anew. */
export class DeviceNames {
  readonly #names = new Map<object, string>();
  readonly #notifications: { readonly from: number; readonly device: string }[] = [];
  readonly #lines = new Map<number, string>();
  readonly #cpu: V86Cpu;

  constructor(cpu: V86Cpu) {
    this.#cpu = cpu;
    const devices: [string, unknown][] = Object.entries(cpu.devices);
    for (const [name, device] of devices) {
      if (typeof device !== "object" || device === null) continue;
      this.#names.set(device, name);
      if ("irq" in device && typeof device.irq === "number") this.#lines.set(device.irq, name);
      if (!("virtio" in device) || !isVirtio(device.virtio)) continue;
      this.#names.set(device.virtio, name);
      this.#addVirtio(name, device.virtio);
    }
  }

  /** The device that answers at `port`; what belongs to none is the chipset's. */
  at(port: number): string {
    const device = this.#cpu.io.ports[port]?.device;
    return (device && this.#names.get(device)) ?? "chipset";
  }

  /** The virtio device whose notification register `port` is; `null` if it is something else. */
  notifiedAt(port: number): string | null {
    const found = this.#notifications.find(({ from }) => port >= from && port < from + notificationBytes);
    return found?.device ?? null;
  }

  /** Whose interrupt line it is. */
  ofLine(irq: number): string {
    return this.#lines.get(irq) ?? isaLines[irq] ?? "unknown";
  }

  #addVirtio(name: string, { pci_id }: V86Virtio): void {
    const space = this.#cpu.devices.pci.device_spaces[pci_id];
    if (!space) return;
    this.#notifications.push({ from: (space[notificationBarWord] ?? 0) & ioBarMask, device: name });
    this.#lines.set((space[interruptWord] ?? 0) & 0xff, name);
  }
}

function isVirtio(value: unknown): value is V86Virtio {
  return typeof value === "object" && value !== null && "pci_id" in value && typeof value.pci_id === "number";
}
