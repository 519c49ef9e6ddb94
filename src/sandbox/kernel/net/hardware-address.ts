/** Hardware addresses of links, as text. */

/** A random one, of those that nobody was assigned and that are no groups. */
export function randomHardwareAddress(random: (bytes: Uint8Array) => void): string {
  const bytes = new Uint8Array(6);
  random(bytes);
  bytes[0] = ((bytes[0] ?? 0) & 0xfe) | 0x02;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}
