/**
 * The guest's date when the host's jumps, through the same ports that the page uses.
 */
import { afterEach, expect, it, vi } from "vitest";
import type { ByteStreamMessage } from "../../src/base/byte-stream.ts";
import type { GuestEvent } from "../../src/protocol/guest-api.ts";
import { GuestService } from "../../workers/guest/guest-service.ts";
import { emulator, linuxImage } from "./support-machine.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("a guest's date follows the host's when that jumps by an hour", { timeout: 60_000 }, async () => {
  const [events, console, serial] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  const ready = new Promise<void>((resolve) => {
    events.port1.onmessage = ({ data }: MessageEvent<GuestEvent>) => {
      if (data.kind === "ready") resolve();
    };
  });
  let printed = "";
  console.port1.onmessage = ({ data }: MessageEvent<ByteStreamMessage>) => {
    if (data.kind === "bytes") printed += Buffer.from(data.bytes).toString("latin1");
  };
  const service = new GuestService();
  await service.boot(
    {
      ...(await linuxImage()),
      emulator: await emulator,
      memoryMiB: 32,
      consoleSize: { columns: 80, rows: 24 },
    },
    { events: events.port2, console: console.port2, serial: serial.port2 },
  );
  await ready;
  const trueNow = Date.now.bind(Date);
  vi.spyOn(Date, "now").mockImplementation(() => trueNow() + 3_600_000);
  const bytes = new TextEncoder().encode("while sleep 0.2; do date +now=%s; done\n");
  console.port1.postMessage({ kind: "bytes", bytes });
  const ahead = (): number => {
    const seconds = /[^]*now=(\d+)\r/.exec(printed)?.[1];
    return seconds === undefined ? 0 : Number(seconds) - trueNow() / 1000;
  };
  await vi.waitFor(() => expect(Math.abs(ahead() - 3600)).toBeLessThan(3), {
    timeout: 30_000,
    interval: 100,
  });
  await service.pause();
  for (const { port1 } of [events, console, serial]) port1.close();
});
