import { describe, expect, it } from "vitest";
import { TouchedMemory } from "../../../workers/guest/touched-memory.ts";

const pageBytes = 4096;

describe("touched memory", () => {
  it("is unknown until every page was looked at, then what holds anything", () => {
    const memory = { buffer: new ArrayBuffer(8 * pageBytes) };
    new Uint8Array(memory.buffer)[3 * pageBytes] = 1;
    const touched = new TouchedMemory(memory);
    touched.look(4);
    const early = touched.bytes;
    touched.look(100);
    expect([early, touched.bytes]).toEqual([null, pageBytes]);
  });

  it("is seen at once where much is held, sooner or later where little is, and at once when all is looked at", () => {
    const memory = { buffer: new ArrayBuffer(2 * pageBytes) };
    new Uint8Array(memory.buffer)[pageBytes + 4095] = 1;
    const [patient, thorough] = [new TouchedMemory(memory), new TouchedMemory(memory)];
    patient.look(100);
    const early = patient.bytes;
    for (let round = 1; round < 16; round++) patient.look(100);
    thorough.lookAtAll();
    expect([early, patient.bytes, thorough.bytes]).toEqual([0, pageBytes, pageBytes]);
  });

  it("stays touched when it is emptied, and follows a memory that grows", () => {
    const memory = { buffer: new ArrayBuffer(2 * pageBytes) };
    const touched = new TouchedMemory(memory);
    new Uint8Array(memory.buffer)[0] = 1;
    touched.look(100);
    memory.buffer = new ArrayBuffer(4 * pageBytes);
    new Uint8Array(memory.buffer).fill(1, 3 * pageBytes);
    touched.look(100);
    expect(touched.bytes).toBe(2 * pageBytes);
  });
});
