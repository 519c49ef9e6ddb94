/**
 * The virtual hardware of a guest, as v86's options: which devices exist and how big they are. Saved states fit only
 * the same set of devices, so change it with care.
 */
import type { V86Options } from "v86";
import { Failure } from "../../src/base/failure.ts";
import { KIB, MIB } from "../../src/base/units.ts";

/** What differs from guest to guest. */
export interface HardwareChoice {
  readonly image: Uint8Array<ArrayBuffer>;
  readonly commandLine: string;
  readonly memoryMiB: number;
}

/** No guest draws on the screen; this is the least VGA memory that v86 builds. */
const vgaMemoryBytes = 256 * KIB;

/** Where a Multiboot header must begin, and what with (Multiboot 0.6.96, 3.1). */
const headerWithinBytes = 8192;
const headerMagic = 0x1badb002;

/**
 * One processor with APIC, a serial port, the virtio console, balloon and network card; started by Multiboot, without
 * firmware. Fails with `boot-failed` if the image is not one that can be started so.
 */
export function hardwareOptions(choice: HardwareChoice): V86Options {
  if (!hasMultibootHeader(choice.image))
    throw new Failure("boot-failed", "The image has no Multiboot header.");
  const { buffer, byteOffset, byteLength } = choice.image;
  const whole = byteOffset === 0 && byteLength === buffer.byteLength;
  return {
    // v86 wants a whole buffer; it copies the segments into guest memory and keeps no reference.
    multiboot: { buffer: whole ? buffer : choice.image.slice().buffer },
    cmdline: choice.commandLine,
    memory_size: choice.memoryMiB * MIB,
    vga_memory_size: vgaMemoryBytes,
    // Also switches the APIC on, whose timer lets an idle guest sleep.
    acpi: true,
    // Boot code runs once: compiling it costs more than it saves. `JitPolicy` switches the compiler on later.
    disable_jit: true,
    virtio_console: { type: "none" },
    virtio_balloon: true,
    net_device: { type: "virtio" },
    disable_keyboard: true,
    disable_mouse: true,
    disable_speaker: true,
  };
}

function hasMultibootHeader(image: Uint8Array<ArrayBuffer>): boolean {
  const view = new DataView(image.buffer, image.byteOffset, Math.min(headerWithinBytes, image.byteLength));
  for (let at = 0; at + 4 <= view.byteLength; at += 4) {
    if (view.getUint32(at, true) === headerMagic) return true;
  }
  return false;
}
