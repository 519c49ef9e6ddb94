/**
 * Writes tiny Multiboot programs, so that a machine can be brought to any end in a few milliseconds.
 */

const loadAddress = 0x100000;
const fileOffset = 0x1000;
const headerBytes = 12;

/** A Multiboot ELF that runs `code` (32-bit, interrupts off) from its first byte. */
export function bootElf(code: readonly number[]): Uint8Array<ArrayBuffer> {
  const size = headerBytes + code.length;
  const file = new Uint8Array(fileOffset + 0x2000);
  const view = new DataView(file.buffer);
  const words = (offset: number, values: readonly number[]): void =>
    values.forEach((value, at) => view.setUint32(offset + at * 4, value, true));
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  // type EXEC, machine 386; version, entry, program headers at 52; sizes: one header of 32 bytes.
  words(16, [0x00030002, 1, loadAddress + headerBytes, 52, 0, 0, 0x00200034, 0x00280001, 0]);
  words(52, [1, fileOffset, loadAddress, loadAddress, size, size, 7, 0x1000]);
  words(fileOffset, [0x1badb002, 0, -0x1badb002]);
  file.set(code, fileOffset + headerBytes);
  return file;
}

/** Code that prints `text` on the first serial port. */
export function printSerial(text: string): number[] {
  // mov dx, 0x3f8; then mov al, imm; out dx, al
  return [0x66, 0xba, 0xf8, 0x03, ...text.split("").flatMap((letter) => [0xb0, letter.charCodeAt(0), 0xee])];
}

/** Ways to end. */
export const code = {
  /** cli; hlt */
  halt: [0xfa, 0xf4],
  /** lidt [0]-like empty table at the top of this program's stackless memory; int3 */
  tripleFault: [0x0f, 0x01, 0x1d, 0x00, 0x00, 0x00, 0x00, 0xcc],
  /** The keyboard controller's reset: mov al, 0xfe; out 0x64, al; jmp $ */
  reset: [0xb0, 0xfe, 0xe6, 0x64, 0xeb, 0xfe],
  /** ACPI S5: mov dx, 0xb004; mov ax, 0x2000; out dx, ax; jmp $ */
  switchOff: [0x66, 0xba, 0x04, 0xb0, 0x66, 0xb8, 0x00, 0x20, 0x66, 0xef, 0xeb, 0xfe],
  /** An endless loop: jmp $ */
  spin: [0xeb, 0xfe],
  /** v86's own test device, which throws: mov al, 1; out 0xf4, al */
  trap: [0xb0, 0x01, 0xe6, 0xf4, 0xeb, 0xfe],
} as const;
