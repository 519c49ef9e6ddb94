/**
 * All lines into and out of a machine: the user's console, the serial port, and the agent's line beside them. Knows
 * nothing of when the machine runs.
 */
import { Disposables } from "../../src/base/disposable.ts";
import type { TerminalSize } from "../../src/protocol/guest-api.ts";
import { ConsoleDevice } from "./console-device.ts";
import { silenceTransmit } from "./console-interrupts.ts";
import { GuestAgent } from "./guest-agent.ts";
import { MachineLine } from "./machine-line.ts";
import { SerialDevice } from "./serial-device.ts";
import type { V86Parts } from "./v86-names.ts";

const consolePort = 0;
const agentPort = 1;

/** What is to be done about input that waits. */
export interface LineUse {
  /** Somebody typed at the console. */
  typed(): void;
  /** Something else has input for the machine. */
  pump(): void;
}

/** The lines of one machine. */
export class MachineLines implements Disposable {
  /** The virtio console's first port: the user's terminal. */
  readonly console: MachineLine;
  /** The serial port: kernel messages. */
  readonly serial: MachineLine;
  readonly agent: GuestAgent;
  readonly #life = new Disposables();
  readonly #consoleDevice: ConsoleDevice;
  readonly #serialDevice: SerialDevice;
  readonly #agentDevice: ConsoleDevice;

  constructor({ bus, cpu }: V86Parts, use: LineUse) {
    const { queues } = cpu.devices.virtio_console.virtio;
    silenceTransmit(cpu.devices.virtio_console);
    this.#consoleDevice = new ConsoleDevice(consolePort, bus, queues);
    this.#agentDevice = new ConsoleDevice(agentPort, bus, queues);
    this.#serialDevice = new SerialDevice(bus, cpu.devices.uart0);
    this.console = this.#life.add(new MachineLine(this.#consoleDevice, () => use.typed()));
    this.serial = this.#life.add(new MachineLine(this.#serialDevice, () => use.pump()));
    this.agent = this.#life.add(
      new GuestAgent((line) => {
        this.#agentDevice.type(line);
        use.pump();
      }),
    );
  }

  /** Tells the guest the size of its console. */
  resize(size: TerminalSize): void {
    this.#consoleDevice.resize(size);
  }

  /** Hands waiting input to the devices, which may interrupt the processor. */
  pump(): void {
    this.#consoleDevice.pump();
    this.#agentDevice.pump();
    this.#serialDevice.pump();
  }

  /** Tells how much of what was typed the devices have taken. */
  credit(): void {
    this.console.credit();
    this.serial.credit();
  }

  /** Hands on what the agent has said. */
  hearAgent(): void {
    this.agent.receive(this.#agentDevice.takeOutput());
  }

  /** Hands on what was printed. */
  flush(): void {
    this.console.flush();
    this.serial.flush();
  }

  /** The last of what the serial port printed. */
  serialTail(): ReturnType<SerialDevice["tail"]> {
    return this.#serialDevice.tail();
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }
}
