/**
 * The worker that runs programs without a kernel, seen from the page: only this makes it and ends it.
 */
import { releaseProxy, transferHandlers, wrap, type Remote } from "comlink";
import { abortable } from "../../base/abort.ts";
import { deferred } from "../../base/deferred.ts";
import { Disposables } from "../../base/disposable.ts";
import { Failure } from "../../base/failure.ts";
import type { BareOutcome, BareProgramApi } from "../../protocol/bare-program-api.ts";
import { installFailureTransfer } from "../../protocol/failure-transfer.ts";
import { initialPages } from "../../sandbox/wasm/wasm-image.ts";
import type { BareRunner } from "./experiment-host.ts";

installFailureTransfer(transferHandlers);

/** Runs one program. Disposing ends it at once, whatever it does. */
export class BareWorker implements BareRunner {
  readonly #life = new Disposables();
  readonly #died = deferred<never>();
  readonly #remote: Remote<BareProgramApi>;

  private constructor() {
    const worker = new Worker(new URL("../../../workers/bare-program.worker.ts", import.meta.url), {
      type: "module",
      name: "bare program",
    });
    this.#life.defer(() => worker.terminate());
    this.#died.promise.catch(() => undefined);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#died.reject(new Failure("worker-died", `The bare program's worker died: ${event.message}`));
    };
    this.#remote = wrap<BareProgramApi>(worker);
    this.#life.defer(() => this.#remote[releaseProxy]());
  }

  /** A worker that has the program. Fails with `bare-program` for what is none, and `worker-died`. */
  static async with(program: Uint8Array<ArrayBuffer>): Promise<BareWorker> {
    const module = await WebAssembly.compile(program);
    const worker = new BareWorker();
    try {
      await Promise.race([worker.#remote.load(module, initialPages(program)), worker.#died.promise]);
      return worker;
    } catch (error) {
      worker[Symbol.dispose]();
      throw error;
    }
  }

  async run(
    argv: readonly string[],
    inputBytes: number,
    times: number,
    signal: AbortSignal,
  ): Promise<BareOutcome> {
    const running = Promise.race([this.#remote.run({ argv, inputBytes, times }), this.#died.promise]);
    return await abortable(running, signal);
  }

  [Symbol.dispose](): void {
    this.#died.reject(new Failure("destroyed", "The bare program's worker was ended."));
    this.#life[Symbol.dispose]();
  }
}
