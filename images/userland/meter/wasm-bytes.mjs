/**
 * Reads and writes the pieces WebAssembly's binary format is made of: LEB128 numbers, names, sections, instructions.
 * Knows the lengths of instructions and nothing of what they do.
 */

/** A place in a module's bytes that moves on as it reads. */
export class Reader {
  /** @param {Uint8Array} bytes @param {number} [at] */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new Error("the module ends too early");
    this.at += 1;
    return byte;
  }

  /** An unsigned LEB128 number of up to 32 bits. */
  number() {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 0x80;
    }
  }

  /** Passes over a LEB128 number of any size and sign. */
  skipNumber() {
    while (this.byte() >= 0x80);
  }

  name() {
    const length = this.number();
    return new TextDecoder().decode(this.take(length));
  }

  /** @param {number} length */
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** Passes over a type with minimum and, if so flagged, maximum: of a memory or a table. */
  skipLimits() {
    const flags = this.number();
    this.skipNumber();
    if (flags & 1) this.skipNumber();
  }

  /** Passes over the immediates of an instruction whose code was read. @param {number} code */
  skipImmediates(code) {
    if (code === 0x0e) {
      for (let labels = this.number() + 1; labels > 0; labels -= 1) this.skipNumber();
    } else if (code === 0x1c) {
      this.take(this.number());
    } else if (code === 0x43) {
      this.take(4);
    } else if (code === 0x44) {
      this.take(8);
    } else if (code === 0xfc) {
      const numbers = [0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 1, 2, 1, 2, 1, 1, 1][this.number()];
      if (numbers === undefined) throw new Error("an unknown instruction of group 0xfc");
      for (let left = numbers; left > 0; left -= 1) this.skipNumber();
    } else {
      for (let left = numbersAfter(code); left > 0; left -= 1) this.skipNumber();
    }
  }
}

/** How many LEB128 numbers follow an instruction of one byte. @param {number} code */
function numbersAfter(code) {
  // block, loop, if, try, catch, throw, rethrow, br, br_if, delegate
  if ([0x02, 0x03, 0x04, 0x06, 0x07, 0x08, 0x09, 0x0c, 0x0d, 0x18].includes(code)) return 1;
  // call, call_indirect, return_call, return_call_indirect
  if (code === 0x10 || code === 0x12) return 1;
  if (code === 0x11 || code === 0x13) return 2;
  // locals, globals, tables
  if (code >= 0x20 && code <= 0x26) return 1;
  // loads and stores: alignment and offset
  if (code >= 0x28 && code <= 0x3e) return 2;
  // memory.size, memory.grow, i32.const, i64.const, ref.null, ref.func
  if ([0x3f, 0x40, 0x41, 0x42, 0xd0, 0xd2].includes(code)) return 1;
  if (code > 0xd2) throw new Error(`an instruction of an unknown group: 0x${code.toString(16)}`);
  return 0;
}

/** Bytes that grow. */
export class Writer {
  #bytes = new Uint8Array(1024);
  #length = 0;

  /** @param {ArrayLike<number>} bytes */
  bytes(bytes) {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = grown;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }

  /** @param {number} value */
  number(value) {
    this.bytes(leb128(value));
  }

  /** @param {string} text */
  name(text) {
    const bytes = new TextEncoder().encode(text);
    this.number(bytes.length);
    this.bytes(bytes);
  }

  /** Something that is preceded by its length. @param {Uint8Array} bytes */
  sized(bytes) {
    this.number(bytes.length);
    this.bytes(bytes);
  }

  finish() {
    return this.#bytes.slice(0, this.#length);
  }
}

/** An unsigned number in LEB128. @param {number} value */
export function leb128(value) {
  const bytes = [];
  let left = value;
  do {
    const low = left % 0x80;
    left = Math.floor(left / 0x80);
    bytes.push(left > 0 ? low + 0x80 : low);
  } while (left > 0);
  return bytes;
}

/** A number of up to 32 bits in LEB128 that tells its sign. @param {number} value */
export function signedLeb128(value) {
  const bytes = [];
  let left = value;
  while (left < -0x40 || left > 0x3f) {
    bytes.push((left & 0x7f) + 0x80);
    left >>= 7;
  }
  bytes.push(left & 0x7f);
  return bytes;
}

/** The sections of a module, in order. @param {Uint8Array} module */
export function sections(module) {
  const reader = new Reader(module, 8);
  const found = [];
  while (reader.at < module.length) {
    const id = reader.byte();
    found.push({ id, content: reader.take(reader.number()) });
  }
  return found;
}
