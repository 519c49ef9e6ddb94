/**
 * A guest's worker seen from the page. Only the client class makes the `Worker`, wraps it and ends it; every call is
 * raced against the worker's life, because a Comlink call in flight when a worker dies never settles by itself.
 */
import { transfer, transferHandlers, wrap, releaseProxy } from "comlink";
import { Disposables } from "../base/disposable.ts";
import { deferred } from "../base/deferred.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import { installFailureTransfer } from "../protocol/failure-transfer.ts";
import type { GuestApi, GuestPorts } from "../protocol/guest-api.ts";

installFailureTransfer(transferHandlers);

/** A worker's lifetime with the calls on it. Disposing ends the worker at once. */
export interface GuestWorker extends Disposable {
  /** Every call rejects with `worker-died` when the worker ends before it answers. */
  readonly api: GuestApi;
  /** Fires once if the worker dies by itself, with what the browser said. */
  readonly onDidDie: Evt<string>;
}

/** Makes the worker of one power cycle. `name` is for developer tools. */
export type SpawnGuestWorker = (name: string) => GuestWorker;

/** Spawns a real Web Worker. */
export const spawnGuestWorker: SpawnGuestWorker = (name) => {
  const worker = new Worker(new URL("../../workers/guest.worker.ts", import.meta.url), {
    type: "module",
    name,
  });
  return new GuestWorkerClient(worker);
};

class GuestWorkerClient implements GuestWorker {
  readonly #life = new Disposables();
  readonly #remote;
  readonly #onDidDie = this.#life.add(new Emitter<string>());
  readonly #died = deferred<never>();
  readonly onDidDie: Evt<string> = this.#onDidDie;

  constructor(worker: Worker) {
    this.#life.defer(() => worker.terminate());
    // Nobody may be waiting when the worker ends.
    this.#died.promise.catch(() => undefined);
    this.#remote = wrap<GuestApi>(worker);
    this.#life.defer(() => this.#remote[releaseProxy]());
    worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message || "the worker's script could not be loaded");
    };
    worker.onmessageerror = () => this.#die("a message from the worker could not be read");
  }

  readonly api: GuestApi = {
    boot: (boot, ports) => this.#alive(this.#remote.boot(boot, transferPorts(ports))),
    pause: () => this.#alive(this.#remote.pause()),
    resume: () => this.#alive(this.#remote.resume()),
    requestShutdown: () => this.#alive(this.#remote.requestShutdown()),
    requestReboot: () => this.#alive(this.#remote.requestReboot()),
    resizeConsole: (size) => this.#alive(this.#remote.resizeConsole(size)),
    setCpuCap: (cores) => this.#alive(this.#remote.setCpuCap(cores)),
  };

  [Symbol.dispose](): void {
    this.#end("The guest was ended before it answered.");
  }

  #alive<T>(call: Promise<T>): Promise<T> {
    return Promise.race([call, this.#died.promise]);
  }

  #die(words: string): void {
    if (this.#life.disposed) return;
    this.#onDidDie.fire(words);
    this.#end(words);
  }

  #end(words: string): void {
    this.#died.reject(new Failure("worker-died", words));
    this.#life[Symbol.dispose]();
  }
}

function transferPorts(ports: GuestPorts): GuestPorts {
  return transfer(ports, [ports.events, ports.console, ports.serial]);
}
