/** The short name of a task, as `/proc/PID/comm` has it. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The first 15 bytes of `name` (TASK_COMM_LEN), whole characters only. */
export function shortName(name: string): string {
  const bytes = encoder.encode(name);
  if (bytes.byteLength <= 15) return name;
  let end = 15;
  // In the middle of a character: back to its first byte.
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return decoder.decode(bytes.subarray(0, end));
}
