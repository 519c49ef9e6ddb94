/**
 * Hands text to the user as a file.
 */

/** Lets the browser save `text`; the address made for it is revoked once it has been taken. */
export function download(text: string, fileName: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read the address after the click returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
