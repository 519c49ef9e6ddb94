/**
 * The calls on one guest and their lifetime, over whatever endpoint the guest is reached by: a worker of its own, or a
 * port into a hypervisor that holds several. Every call is raced against that lifetime, because a Comlink call in
 * flight when its other end dies never settles by itself.
 */
import { releaseProxy, transfer, transferHandlers, wrap, type Endpoint } from "comlink";
import { Disposables } from "../base/disposable.ts";
import { deferred } from "../base/deferred.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Failure } from "../base/failure.ts";
import { installFailureTransfer } from "../protocol/failure-transfer.ts";
import type { GuestApi, GuestPorts } from "../protocol/guest-api.ts";
import type { GuestWorker } from "./guest-worker.ts";

installFailureTransfer(transferHandlers);

/** One power cycle of a guest, seen from the page. */
export class GuestLink implements GuestWorker {
  readonly #life = new Disposables();
  readonly #remote;
  readonly #onDidDie = this.#life.add(new Emitter<string>());
  readonly #died = deferred<never>();
  readonly onDidDie: Evt<string> = this.#onDidDie;

  /** `unplug` ends the guest at the other end; called once, whether it died or was ended. */
  constructor(endpoint: Endpoint, unplug: () => void) {
    this.#life.defer(unplug);
    // Nobody may be waiting when the guest ends.
    this.#died.promise.catch(() => undefined);
    this.#remote = wrap<GuestApi>(endpoint);
    this.#life.defer(() => this.#remote[releaseProxy]());
  }

  readonly api: GuestApi = {
    boot: (boot, ports) => this.#alive(this.#remote.boot(boot, transferPorts(ports))),
    pause: () => this.#alive(this.#remote.pause()),
    resume: () => this.#alive(this.#remote.resume()),
    requestShutdown: () => this.#alive(this.#remote.requestShutdown()),
    requestReboot: () => this.#alive(this.#remote.requestReboot()),
    execute: (id, command) => this.#alive(this.#remote.execute(id, command)),
    cancelCommand: (id) => this.#alive(this.#remote.cancelCommand(id)),
    resizeConsole: (size) => this.#alive(this.#remote.resizeConsole(size)),
    setCpuCap: (cores) => this.#alive(this.#remote.setCpuCap(cores)),
    setCpuWeight: (weight) => this.#alive(this.#remote.setCpuWeight(weight)),
    setCpuGrant: (cores) => this.#alive(this.#remote.setCpuGrant(cores)),
    setBalloon: (bytes) => this.#alive(this.#remote.setBalloon(bytes)),
    lookAtPressure: () => this.#alive(this.#remote.lookAtPressure()),
    beginTrace: () => this.#alive(this.#remote.beginTrace()),
    endTrace: () => this.#alive(this.#remote.endTrace()),
  };

  /** The other end has died by itself. */
  die(words: string): void {
    if (this.#life.disposed) return;
    this.#onDidDie.fire(words);
    this.#end(words);
  }

  [Symbol.dispose](): void {
    this.#end("The guest was ended before it answered.");
  }

  #alive<T>(call: Promise<T>): Promise<T> {
    return Promise.race([call, this.#died.promise]);
  }

  #end(words: string): void {
    this.#died.reject(new Failure("worker-died", words));
    this.#life[Symbol.dispose]();
  }
}

function transferPorts(ports: GuestPorts): GuestPorts {
  return transfer(ports, [ports.events, ports.console, ports.serial]);
}
