// What pages, workers and Node all offer, declared for the layers that compile without the DOM library.
// Each declaration is the part of the web standard that those layers use, and no more.

interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}
declare var AbortSignal: {
  any(signals: readonly AbortSignal[]): AbortSignal;
  timeout(ms: number): AbortSignal;
};

interface MessageEvent<T = unknown> {
  readonly data: T;
}
interface MessagePort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer?: readonly unknown[]): void;
  start(): void;
  close(): void;
}

declare function setTimeout(callback: () => void, ms?: number): number;
declare function clearTimeout(id: number | undefined): void;
declare function setInterval(callback: () => void, ms?: number): number;
declare function clearInterval(id: number | undefined): void;
declare function queueMicrotask(callback: () => void): void;

declare var performance: { now(): number; readonly timeOrigin: number };

declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer, options?: { stream?: boolean }): string;
}
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}

declare namespace WebAssembly {
  interface Module {
    readonly __brand?: "WebAssembly.Module";
  }
}

declare var crypto: {
  getRandomValues<View extends ArrayBufferView>(view: View): View;
};
