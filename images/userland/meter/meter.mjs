/**
 * Makes a program one that a kernel can govern: counts fuel down at every function's entry, every loop's head and after
 * every call of an import (by more), calls the program's `tick` when it is used up, and makes every memory.size and
 * memory.grow a call of its `pages` and `grow`. These are exports that libc/ links in and that ask the kernel. Knows nothing of what the program does.
 */
import { Reader, Writer, leb128, sections, signedLeb128 } from "./wasm-bytes.mjs";

const section = { custom: 0, import: 2, global: 6, export: 7, code: 10 };
const kinds = { function: 0, global: 3 };
const i32 = 0x7f;
const instruction = { loop: 0x03, call: 0x10, memorySize: 0x3f, memoryGrow: 0x40 };

/** What the program starts with, until the kernel sets it. */
const firstFuel = 10_000;
/** What a step costs. A call of the kernel takes about as long as so many loops. */
const costs = { step: 1, kernelCall: 100 };

/** The content of a section that has nothing. */
const none = new Uint8Array([0]);

/**
 * The metered module: with the new export `fuel`, a mutable i32, and without custom sections, which would tell of
 * places that have moved.
 *
 * @param {Uint8Array} module
 */
export function meter(module) {
  const all = sections(module);
  /** @param {number} id */
  const contentOf = (id) => all.find((each) => each.id === id)?.content ?? none;
  const imports = countImports(contentOf(section.import));
  const fuel = imports.globals + new Reader(contentOf(section.global)).number();
  const functions = exportedFunctions(contentOf(section.export));
  const tick = functions.get("tick");
  const pages = functions.get("pages");
  const grow = functions.get("grow");
  if (tick === undefined || pages === undefined || grow === undefined) {
    throw new Error("the program does not export tick, pages and grow");
  }

  const out = new Writer();
  out.bytes(module.subarray(0, 8));
  const count = { sites: 0, grows: 0 };
  for (const { id, content } of all) {
    if (id === section.custom) continue;
    if (id === section.export && !all.some((each) => each.id === section.global)) {
      out.bytes([section.global]);
      out.sized(withOneMore(none, globalOf(firstFuel)));
    }
    out.bytes([id]);
    if (id === section.global) out.sized(withOneMore(content, globalOf(firstFuel)));
    else if (id === section.export) out.sized(withOneMore(content, exportOf("fuel", kinds.global, fuel)));
    else if (id === section.code)
      out.sized(meterCode(content, { imports: imports.functions, fuel, tick, pages, grow, count }));
    else out.sized(content);
  }
  return { module: out.finish(), ...count };
}

/** @param {Uint8Array} content */
function countImports(content) {
  const reader = new Reader(content);
  const counts = { functions: 0, globals: 0 };
  for (let left = reader.number(); left > 0; left -= 1) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 1) reader.byte();
    if (kind === 1 || kind === 2) {
      reader.skipLimits();
    } else if (kind === kinds.global) {
      reader.take(2);
      counts.globals += 1;
    } else {
      if (kind === 4) reader.byte();
      else counts.functions += 1;
      reader.skipNumber();
    }
  }
  return counts;
}

/** @param {Uint8Array} content */
function exportedFunctions(content) {
  const reader = new Reader(content);
  /** @type {Map<string, number>} */
  const found = new Map();
  for (let left = reader.number(); left > 0; left -= 1) {
    const name = reader.name();
    const kind = reader.byte();
    const index = reader.number();
    if (kind === kinds.function) found.set(name, index);
  }
  return found;
}

/** A section's list with one item more at its end. @param {Uint8Array} content @param {Uint8Array} item */
function withOneMore(content, item) {
  const reader = new Reader(content);
  const out = new Writer();
  out.number(reader.number() + 1);
  out.bytes(content.subarray(reader.at));
  out.bytes(item);
  return out.finish();
}

/** @param {number} start */
function globalOf(start) {
  const out = new Writer();
  const mutable = 1;
  out.bytes([i32, mutable, 0x41, ...signedLeb128(start), 0x0b]);
  return out.finish();
}

/** @param {string} name @param {number} kind @param {number} index */
function exportOf(name, kind, index) {
  const out = new Writer();
  out.name(name);
  out.bytes([kind]);
  out.number(index);
  return out.finish();
}

/**
 * @typedef {{ imports: number, fuel: number, tick: number, pages: number, grow: number, count: { sites: number, grows: number } }} Plan
 */

/** @param {Uint8Array} content @param {Plan} plan */
function meterCode(content, plan) {
  const reader = new Reader(content);
  const out = new Writer();
  const bodies = reader.number();
  out.number(bodies);
  for (let index = plan.imports; index < plan.imports + bodies; index += 1) {
    const body = reader.take(reader.number());
    // These are what is called instead; metering them would never end.
    const spared = [plan.tick, plan.pages, plan.grow].includes(index);
    out.sized(spared ? body : meterBody(body, plan));
  }
  return out.finish();
}

/** @param {Uint8Array} body @param {Plan} plan */
function meterBody(body, plan) {
  const reader = new Reader(body);
  const out = new Writer();
  const fuel = leb128(plan.fuel);
  let copied = 0;
  const insert = (/** @type {number[]} */ code, /** @type {number} */ instead = reader.at) => {
    out.bytes(body.subarray(copied, instead));
    out.bytes(code);
    copied = reader.at;
  };
  const charge = (/** @type {number} */ cost) => {
    // fuel = fuel - cost; if (fuel < 0) tick();
    const countDown = [0x23, ...fuel, 0x41, ...signedLeb128(cost), 0x6b, 0x24, ...fuel];
    const tickBelowZero = [0x23, ...fuel, 0x41, 0, 0x48, 0x04, 0x40, 0x10, ...leb128(plan.tick), 0x0b];
    insert([...countDown, ...tickBelowZero]);
    plan.count.sites += 1;
  };

  for (let groups = reader.number(); groups > 0; groups -= 1) {
    reader.skipNumber();
    reader.byte();
  }
  charge(costs.step);
  while (reader.at < body.length) {
    const start = reader.at;
    const code = reader.byte();
    if (code === instruction.call) {
      if (reader.number() < plan.imports) charge(costs.kernelCall);
      continue;
    }
    reader.skipImmediates(code);
    if (code === instruction.loop) {
      charge(costs.step);
    } else if (code === instruction.memorySize) {
      insert([instruction.call, ...leb128(plan.pages)], start);
    } else if (code === instruction.memoryGrow) {
      insert([instruction.call, ...leb128(plan.grow)], start);
      plan.count.grows += 1;
    }
  }
  insert([]);
  return out.finish();
}
