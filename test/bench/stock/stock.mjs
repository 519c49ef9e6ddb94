/**
 * Stock v86 as its own examples use it, in the page, with its defaults: what the playground's guests are measured
 * against. Only what the guest cannot do without differs from the defaults: memory size and the console.
 */
import { V86 } from "v86";

/** A guest of the stock emulator with its console as text. */
class StockGuest {
  /** @type {(() => void)[]} */
  #waiting = [];
  #text = "";
  bytes = 0;
  #emulator;

  /** @param {{memoryMiB: number, commandLine: string}} options */
  constructor({ memoryMiB, commandLine }) {
    this.#emulator = new V86({
      wasm_path: "./v86.wasm",
      bios: { url: "./bios.bin" },
      vga_bios: { url: "./vgabios.bin" },
      bzimage: { url: "./bzImage" },
      cmdline: commandLine,
      memory_size: memoryMiB * 1024 * 1024,
      virtio_console: { type: "none" },
      autostart: true,
    });
    const decoder = new TextDecoder();
    this.#emulator.add_listener("virtio-console0-output-bytes", (/** @type {Uint8Array} */ bytes) => {
      this.bytes += bytes.length;
      this.#text = (this.#text + decoder.decode(bytes)).slice(-65_536);
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** @param {RegExp} pattern */
  async waitFor(pattern) {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found) {
        this.#text = this.#text.slice(found.index + found[0].length);
        return found[0];
      }
      await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
    }
  }

  /** @param {string} text */
  write(text) {
    // Public, and missing from its types.
    const { bus } = /** @type {{bus: {send: (name: string, bytes: Uint8Array) => void}}} */ (
      /** @type {unknown} */ (this.#emulator)
    );
    // In pieces: unpaced input is dropped by the emulator.
    const bytes = new TextEncoder().encode(text);
    for (let from = 0; from < bytes.length; from += 256) {
      const piece = bytes.slice(from, from + 256);
      setTimeout(() => bus.send("virtio-console0-input-bytes", piece), from / 4);
    }
  }
}

Object.assign(globalThis, { StockGuest });
