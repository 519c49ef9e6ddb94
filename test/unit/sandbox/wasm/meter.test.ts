import { expect, test } from "vitest";
import { meter } from "../../../../images/userland/meter/meter.mjs";
import { initialPages } from "../../../../src/sandbox/wasm/wasm-image.ts";
import { tinyProgram } from "./tiny-program.ts";

function globalOf(exported: unknown): WebAssembly.Global {
  if (!(exported instanceof WebAssembly.Global)) throw new Error("no fuel");
  return exported;
}

/** Runs the metered program; each tick refuels with `fuel`. */
function run(start: readonly number[], fuel: number): { readonly ticks: number; readonly fuelLeft: number } {
  const module = new WebAssembly.Module(new Uint8Array(meter(tinyProgram(start)).module));
  let ticks = 0;
  const memory = new WebAssembly.Memory({ initial: 3 });
  const tick = (): number => {
    ticks += 1;
    gauge.value = fuel;
    return 0;
  };
  const { exports } = new WebAssembly.Instance(module, { kernel: { tick }, env: { memory } });
  const gauge = globalOf(exports["fuel"]);
  const { _start: main } = exports;
  if (typeof main !== "function") throw new Error("no program");
  gauge.value = fuel;
  main();
  return { ticks, fuelLeft: gauge.value };
}

// i = times; loop { i -= 1; if (i != 0) again }; i is the first word of the memory.
const count = (times: number): readonly number[] =>
  [
    [0x41, 0, 0x41, (times & 0x7f) | 0x80, times >> 7, 0x36, 2, 0],
    [0x03, 0x40],
    [0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6b, 0x36, 2, 0],
    [0x41, 0, 0x28, 2, 0, 0x0d, 0, 0x0b],
  ].flat();

test("a function's entry costs one step", () => {
  expect(run([], 10)).toEqual({ ticks: 0, fuelLeft: 9 });
});

test("each turn of a loop costs one step", () => {
  expect(run(count(5), 100)).toEqual({ ticks: 0, fuelLeft: 100 - 1 - 5 });
});

test("a program that has used its fuel up ticks, and goes on with what it gets", () => {
  // 1001 steps: every eleventh is the one below zero.
  expect(run(count(1000), 10)).toEqual({ ticks: 91, fuelLeft: 10 });
});

test("a call of an import costs a hundred steps", () => {
  expect(run([0x10, 0, 0x1a], 1000)).toEqual({ ticks: 1, fuelLeft: 900 });
});

test("asking for memory and for its size becomes a call of the program's own", () => {
  // memory.size + memory.grow(1) is stored, and left in the fuel's place by as many turns of a loop.
  const sum = [0x3f, 0, 0x41, 1, 0x40, 0, 0x6a];
  const store = [0x41, 0, ...sum, 0x36, 2, 0];
  const loop = [
    0x03, 0x40, 0x41, 0, 0x41, 0, 0x28, 2, 0, 0x41, 1, 0x6b, 0x36, 2, 0, 0x41, 0, 0x28, 2, 0, 0x0d, 0, 0x0b,
  ];

  // pages answers 42, grow 7. Two entries of functions that are not metered cost nothing.
  expect(run([...store, ...loop], 1000)).toEqual({ ticks: 0, fuelLeft: 1000 - 1 - 49 });
});

test("metering leaves custom sections out and what is exported in", () => {
  const custom = [0, 5, 4, 0x6e, 0x61, 0x6d, 0x65];
  const metered = meter(new Uint8Array([...tinyProgram([]), ...custom]));
  const module = new WebAssembly.Module(new Uint8Array(metered.module));

  expect(WebAssembly.Module.customSections(module, "name")).toEqual([]);
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual([
    "tick",
    "pages",
    "grow",
    "_start",
    "fuel",
  ]);
});

test("a module that cannot be governed is refused", () => {
  expect(() => meter(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))).toThrow(
    "the program does not export tick, pages and grow",
  );
});

test("the memory a module imports is read from its bytes", () => {
  expect(initialPages(tinyProgram([]))).toBe(3);
  expect(initialPages(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]))).toBe(0);
});
