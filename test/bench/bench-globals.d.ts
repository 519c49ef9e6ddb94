// What the pages of a bench have on `globalThis`.

import type { Scripting } from "../../src/playground/scripting.ts";

declare global {
  class StockGuest {
    constructor(options: { readonly memoryMiB: number; readonly commandLine: string });
    waitFor(pattern: RegExp): Promise<string>;
    write(text: string): void;
  }
  var stockGuest: StockGuest;
  var guesthouse: Scripting;
}
