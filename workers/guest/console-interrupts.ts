/**
 * Spares the guest an interrupt for every line it prints. v86 raises one whenever it has taken a buffer from one of the
 * virtio console's transmit queues. Linux waits for such a buffer by looking at the used ring, with interrupts off
 * (`__send_to_port` in drivers/char/virtio_console.c), and v86 takes it before the notification returns: when the
 * interrupt comes there is nothing left for it to do but to look through ten queues.
 */
import type { V86ConsoleDevice } from "./v86-names.ts";

/** Two queues for each port and, after the first port's, two for control (virtio 1.2, 5.3.2). */
const controlTransmitQueue = 3;

/** Makes `device` acknowledge what ports transmit without an interrupt. Control messages and input keep theirs. */
export function silenceTransmit(device: V86ConsoleDevice): void {
  const { virtio } = device;
  const acknowledge = device.Ack.bind(device);
  const raise = virtio.raise_irq.bind(virtio);
  device.Ack = (queue, chain) => {
    if (!isPortTransmit(queue)) {
      acknowledge(queue, chain);
      return;
    }
    virtio.raise_irq = () => undefined;
    try {
      acknowledge(queue, chain);
    } finally {
      virtio.raise_irq = raise;
    }
  };
}

function isPortTransmit(queue: number): boolean {
  return queue % 2 === 1 && queue !== controlTransmitQueue;
}
