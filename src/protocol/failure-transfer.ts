/**
 * How a `Failure` crosses a Comlink call with its `code`: Comlink itself keeps an error's message and drops the rest.
 * Both ends install it before their first call.
 */
import { failureData, restoreFailure, type FailureData } from "../base/failure.ts";

/** The part of Comlink's `transferHandlers` that is used, so that this layer needs no DOM types. */
export interface TransferHandlers {
  get(name: string): unknown;
  set(name: string, handler: never): unknown;
}

interface ThrowHandler {
  canHandle(value: unknown): boolean;
  serialize(thrown: { readonly value: unknown }): [FailureData, never[]];
  deserialize(data: FailureData): never;
}

/** Replaces Comlink's handler for thrown values by one that keeps code and message. */
export function installFailureTransfer(handlers: TransferHandlers): void {
  const original = handlers.get("throw") as Pick<ThrowHandler, "canHandle">;
  const handler: ThrowHandler = {
    canHandle: (value) => original.canHandle(value),
    serialize: (thrown) => [failureData(thrown.value), []],
    deserialize(data) {
      throw restoreFailure(data);
    },
  };
  handlers.set("throw", handler as never);
}
