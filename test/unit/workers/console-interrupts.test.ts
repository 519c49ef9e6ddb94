import { describe, expect, it } from "vitest";
import { silenceTransmit } from "../../../workers/guest/console-interrupts.ts";
import type { V86ConsoleDevice } from "../../../workers/guest/v86-names.ts";

describe("the virtio console", () => {
  it("acknowledges what ports transmit without an interrupt, and nothing else", () => {
    const acknowledged: number[] = [];
    const interrupts: number[] = [];
    let queueAtWork = -1;
    const device: V86ConsoleDevice = {
      virtio: { queues: [], raise_irq: () => void interrupts.push(queueAtWork) },
      Ack(queue) {
        acknowledged.push(queue);
        queueAtWork = queue;
        this.virtio.raise_irq(1);
      },
    };
    silenceTransmit(device);
    const queues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3];
    for (const queue of queues) device.Ack(queue, null);
    expect({ acknowledged, interrupts }).toEqual({ acknowledged: queues, interrupts: [0, 2, 3, 4, 6, 8, 3] });
  });
});
