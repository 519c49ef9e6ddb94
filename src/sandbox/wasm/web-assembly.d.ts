// The part of WebAssembly's JavaScript interface that running programs needs, declared for a layer without the DOM
// library. `Suspending` and `promising` are JSPI, which not every host has.

declare namespace WebAssembly {
  type ExternalKind = "function" | "global" | "memory" | "table" | "tag";

  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
    static exports(module: Module): { readonly name: string; readonly kind: ExternalKind }[];
    static imports(
      module: Module,
    ): { readonly module: string; readonly name: string; readonly kind: ExternalKind }[];
  }
  class Memory {
    constructor(limits: { readonly initial: number; readonly maximum?: number });
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Global {
    value: number | bigint;
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class RuntimeError extends Error {}
  /** What a WebAssembly program threw itself. */
  class Exception {
    is(tag: object): boolean;
  }
  /** Wraps an import that may answer with a promise: then the program waits for it. */
  const Suspending: (new (call: (...given: never[]) => unknown) => object) | undefined;
  /** Wraps an export so that it answers with a promise and its imports may wait. */
  const promising: ((call: Function) => (...given: readonly unknown[]) => Promise<unknown>) | undefined;
}
