/** What the first bytes of a file say of it. */

/** Whether `head` begins with the bytes of `magic` (characters under U+0080). */
export function startsWith(head: Uint8Array, magic: string): boolean {
  if (head.byteLength < magic.length) return false;
  for (let index = 0; index < magic.length; index += 1) {
    if (head[index] !== magic.charCodeAt(index)) return false;
  }
  return true;
}

const elfMachines: ReadonlyMap<number, string> = new Map([
  [3, "32-bit x86"],
  [40, "32-bit ARM"],
  [62, "x86-64"],
  [183, "64-bit ARM"],
  [243, "RISC-V"],
]);

/** Why a file that no format knows cannot run here; `null` when there is nothing to say. */
export function whyForeign(head: Uint8Array): string | null {
  if (startsWith(head, "\u007fELF")) {
    const machine = elfMachines.get((head[18] ?? 0) | ((head[19] ?? 0) << 8)) ?? "another processor";
    return `a program for another kind of machine (${machine}): a sandbox shares this kernel and its processor; only a guest, a virtual machine, can run it`;
  }
  if (startsWith(head, "MZ")) return "a Windows program: only a guest, a virtual machine, could run it";
  return null;
}
