import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadImage } from "../../../workers/image/load-image.ts";

const raw = new Uint8Array(randomBytes(300_000));
const packed = new Uint8Array(gzipSync(raw));
const request = {
  url: "linux.elf.gz",
  compressedBytes: packed.byteLength,
  rawBytes: raw.byteLength,
  sha256: createHash("sha256").update(raw).digest("hex"),
};

/** A server that sends `bytes` in pieces, then ends or breaks off. */
function server(
  bytes: Uint8Array<ArrayBuffer>,
  options: { dribbles?: boolean; breaks?: boolean; status?: number } = {},
) {
  const { dribbles = false, breaks = false, status = 200 } = options;
  let sent = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      if (sent < bytes.byteLength) {
        controller.enqueue(bytes.slice(sent, (sent += dribbles && sent < 10 ? 1 : 10_000)));
      } else if (breaks) controller.error(new TypeError("network error"));
      else controller.close();
    },
  });
  const seen: number[] = [];
  return {
    seen,
    fetch: () =>
      Promise.resolve(new Response(body, { status, statusText: status === 200 ? "OK" : "Not Found" })),
    progressed: (loadedBytes: number) => void seen.push(loadedBytes),
  };
}

const failureOf = (source: Parameters<typeof loadImage>[1], asked = request) =>
  loadImage(asked, source).then(
    () => "loaded",
    (failure: { code: string; message: string }) => `${failure.code}: ${failure.message}`,
  );

describe("loading an image", () => {
  it("returns the unpacked bytes and tells its progress up to the last of them", async () => {
    const source = server(packed);
    expect(Buffer.compare(await loadImage(request, source), raw)).toBe(0);
    expect(source.seen.at(-1)).toBe(raw.byteLength);
    expect(source.seen).toEqual(source.seen.toSorted((a, b) => a - b));
  });

  it("takes bytes that the browser has unpacked already", async () => {
    expect(Buffer.compare(await loadImage(request, server(raw)), raw)).toBe(0);
  });

  it("recognises gzip though its first bytes come one by one", async () => {
    expect(Buffer.compare(await loadImage(request, server(packed, { dribbles: true })), raw)).toBe(0);
  });

  it("calls an image unreachable when the server cannot be asked", async () => {
    const source = { ...server(packed), fetch: () => Promise.reject(new TypeError("Failed to fetch")) };
    expect(await failureOf(source)).toMatch(
      /^image-unreachable: .*linux\.elf\.gz could not be fetched: Failed to fetch/,
    );
  });

  it("calls an image unreachable when the server says no", async () => {
    expect(await failureOf(server(packed, { status: 404 }))).toMatch(/^image-unreachable: .*404 Not Found/);
  });

  it("calls an image truncated when the file ends early", async () => {
    expect(await failureOf(server(packed.slice(0, 1000)))).toBe(
      `image-truncated: The image arrived cut short: 1000 of ${packed.byteLength} bytes. Check the connection, then try again.`,
    );
  });

  it("calls an image truncated when the connection breaks", async () => {
    expect(await failureOf(server(packed.slice(0, 50_000), { breaks: true }))).toMatch(/^image-truncated: /);
  });

  it("calls unpacked bytes truncated when some are missing", async () => {
    expect(await failureOf(server(raw.slice(0, -1)))).toMatch(/^image-truncated: /);
  });

  it("calls an image corrupt when a byte of it was altered", async () => {
    const altered = packed.slice();
    altered[150_000] = (altered[150_000] ?? 0) ^ 1;
    expect(await failureOf(server(altered))).toMatch(/^image-corrupt: /);
  });

  it("calls an image corrupt when it is a whole other file", async () => {
    const other = new Uint8Array(gzipSync(raw.slice().reverse()));
    expect(await failureOf(server(other), { ...request, compressedBytes: other.byteLength })).toMatch(
      /^image-corrupt: .*SHA-256/,
    );
  });

  it("calls an image corrupt when it is bigger than promised, without reading on", async () => {
    const source = server(packed);
    expect(await failureOf(source, { ...request, rawBytes: 1000 })).toMatch(
      /^image-corrupt: .*bigger than 1000 bytes/,
    );
  });

  it("calls a page sent in the image's place corrupt or truncated", async () => {
    const page = new TextEncoder().encode("<!doctype html><title>Not here</title>");
    expect(await failureOf(server(page))).toMatch(/^image-(corrupt|truncated): /);
  });
});
