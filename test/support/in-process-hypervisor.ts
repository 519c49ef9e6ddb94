/**
 * A type 1 hypervisor without a worker: what runs in its thread runs here, behind a message channel, so that Node can
 * hold it to the same contract.
 */
import { expose } from "comlink";
import type { HypervisorThread } from "../../src/guest/bare-hypervisor.ts";
import type { HypervisorApi } from "../../src/protocol/hypervisor-api.ts";

/** A thread that is none. */
export class InProcessThread extends EventTarget implements HypervisorThread {
  terminated = false;
  readonly #channel = new MessageChannel();
  readonly #end: () => void;

  /** `end` is called when the thread is ended. */
  constructor(api: HypervisorApi, end: () => void) {
    super();
    this.#end = end;
    expose(api, this.#channel.port2);
    this.#channel.port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent("message", { data }));
  }

  postMessage(message: unknown, transfer: Transferable[] | StructuredSerializeOptions = []): void {
    if (!Array.isArray(transfer)) throw new Error("Comlink passes what it transfers as a list");
    this.#channel.port1.postMessage(message, transfer);
  }

  /** As a browser does when the script threw or could not be loaded. */
  fail(message: string): void {
    this.dispatchEvent(Object.assign(new Event("error", { cancelable: true }), { message }));
  }

  terminate(): void {
    this.terminated = true;
    this.#channel.port1.close();
    this.#channel.port2.close();
    this.#end();
  }
}
