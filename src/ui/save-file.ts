/** Hands text or bytes to the user as a file. */

/** Lets the browser save `content`; the address made for it is revoked once it has been taken. */
export function saveFile(content: string | Blob, fileName: string, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The time as part of a file's name: `2026-11-23T17-20-51`. */
export function fileStamp(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replaceAll(":", "-");
}
