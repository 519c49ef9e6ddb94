import { expect, test } from "vitest";
import { MemoryFrames } from "../../../../src/sandbox/wasm/memory-frames.ts";
import type { MemoryTenant } from "../../../../src/sandbox/wasm/memory-frames.ts";

function write(tenant: MemoryTenant, text: string): void {
  tenant.enter();
  tenant.linear.setText(0, text.length, text);
}

function read(tenant: MemoryTenant, length: number): string {
  tenant.enter();
  return tenant.linear.text(0, length);
}

test("more programs than frames keep each their own bytes", () => {
  const frames = new MemoryFrames(2);
  const tenants = ["ada", "bob", "cyd", "dan", "eve"].map((name) => {
    const tenant = frames.rent(1);
    write(tenant, name);
    return tenant;
  });

  expect(tenants.map((tenant) => read(tenant, 3))).toEqual(["ada", "bob", "cyd", "dan", "eve"]);
  expect(tenants.toReversed().map((tenant) => read(tenant, 3))).toEqual(["eve", "dan", "cyd", "bob", "ada"]);
  expect(new Set(tenants.map(({ memory }) => memory)).size).toBe(2);
});

test("a program sees zeros, whoever was in the frame before, and wherever it grows", () => {
  const frames = new MemoryFrames(1);
  const first = frames.rent(1);
  expect(first.grow(2)).toBe(1);
  first.enter();
  first.linear.bytes(0, 3 * 65536).fill(7);
  first[Symbol.dispose]();

  const second = frames.rent(1);
  second.enter();
  expect(second.pages).toBe(1);
  expect(second.grow(2)).toBe(1);
  expect(second.linear.bytes(0, 3 * 65536).every((byte) => byte === 0)).toBe(true);
});

test("bytes survive another's growing", () => {
  const frames = new MemoryFrames(1);
  const small = frames.rent(1);
  const large = frames.rent(1);
  write(small, "small");
  large.enter();
  large.grow(9);
  large.linear.bytes(0, 10 * 65536).fill(1);

  expect([read(small, 5), small.pages]).toEqual(["small", 1]);
  large.enter();
  expect(large.linear.bytes(0, 10 * 65536).every((byte) => byte === 1)).toBe(true);
});

test("a frame is used again, unless it became large", () => {
  const frames = new MemoryFrames(8);
  const first = frames.rent(1);
  const { memory } = first;
  first[Symbol.dispose]();
  const second = frames.rent(2);
  expect(second.memory).toBe(memory);
  second.enter();
  second.grow(100);
  second[Symbol.dispose]();

  expect(frames.rent(1).memory).not.toBe(memory);
});
