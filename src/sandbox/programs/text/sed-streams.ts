/** Where the lines of sed(1) come from and go to: the port of its machine. */
import type { Blocking } from "../../abi/blocking.ts";

/** What a script reads and writes. */
export interface SedStreams {
  /** The next line; `null` after the last. */
  next(): Blocking<string | null>;
  isLast(): Blocking<boolean>;
  /** Whether the line last given had no end. */
  lacksEnd(): boolean;
  fileName(): string;
  print(text: string): Blocking<void>;
  writeFile(name: string, text: string): Blocking<void>;
  readFile(name: string): Blocking<string>;
  readLineOf(name: string): Blocking<string | null>;
}
