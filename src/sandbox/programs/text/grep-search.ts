/**
 * Searching files for lines and showing them as grep(1) does: context, counts, names, colours. Knows nothing of options.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { reasonOf, type Command } from "../command/command.ts";
import { LineReader } from "../command/input.ts";
import { joined } from "../files/path-text.ts";

/** What to look for, and what to show of it. */
export interface GrepSettings {
  readonly pattern: RegExp;
  readonly invert: boolean;
  readonly show: "nothing" | "files" | "files-without" | "count" | "matches" | "lines";
  readonly number: boolean;
  readonly named: boolean;
  readonly max: number;
  readonly before: number;
  readonly after: number;
  readonly hasContext: boolean;
  readonly color: boolean;
  readonly end: number;
  readonly nameEnd: string | null;
  readonly lineBuffered: boolean;
  readonly binary: "text" | "skip" | "tell";
}

/** Which names to look at below a directory. */
export interface TreeFilters {
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
  readonly excludeFolder: readonly RegExp[];
}

/** A search under way. */
export class GrepSearch {
  found = false;
  readonly #command: Command;
  readonly #settings: GrepSettings;
  readonly #silent: boolean;

  constructor(command: Command, settings: GrepSettings, silent: boolean) {
    this.#command = command;
    this.#settings = settings;
    this.#silent = silent;
  }

  *tree(path: string, filters: TreeFilters, isDefault = false): Blocking<void> {
    const { sys } = this.#command;
    const name = path.slice(path.lastIndexOf("/") + 1);
    try {
      if (sys.stat(path).type !== "directory") {
        if (filters.include.length > 0 && !filters.include.some((glob) => glob.test(name))) return;
        if (filters.exclude.some((glob) => glob.test(name))) return;
        return yield* this.file(path, null);
      }
      if (filters.excludeFolder.some((glob) => glob.test(name))) return;
      const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
      const entries = sys.readDirectory(fd);
      sys.close(fd);
      for (const entry of entries) {
        if (entry.name === "." || entry.name === ".." || entry.type === "symlink") continue;
        if (entry.type !== "file" && entry.type !== "directory") continue;
        yield* this.tree(isDefault ? entry.name : joined(path, entry.name), filters);
      }
    } catch (thrown) {
      yield* this.#complain(thrown, path);
    }
  }

  *file(path: string, given: number | null): Blocking<void> {
    const { sys } = this.#command;
    let fd = given;
    try {
      fd ??= yield* sys.open(path, { access: "read", closeOnExec: true });
      yield* this.#lines(fd, path === "-" ? "(standard input)" : path);
    } catch (thrown) {
      yield* this.#complain(thrown, path);
    } finally {
      if (fd !== null && fd !== given) sys.close(fd);
    }
  }

  *#complain(thrown: unknown, path: string): Blocking<void> {
    if (!isErrno(thrown) || isErrno(thrown, "EPIPE")) throw thrown;
    if (!this.#silent) yield* this.#command.complain(`${path}: ${reasonOf(thrown)}`, 2);
    this.#command.status = 2;
  }

  *#lines(fd: number, name: string): Blocking<void> {
    const { sys, out } = this.#command;
    const { pattern, invert, show, max, before, after, hasContext, end, lineBuffered, binary } =
      this.#settings;
    const reader = new LineReader(sys, fd, end);
    const held: { readonly line: string; readonly number: number }[] = [];
    let number = 0;
    let count = 0;
    let printedTo = 0;
    let afterLeft = 0;
    let isBinary = false;
    for (let line = max === 0 ? null : yield* reader.next(); line !== null; line = yield* reader.next()) {
      number += 1;
      if (
        binary !== "text" &&
        end === 10 &&
        !isBinary &&
        (line.includes("\0") || /[\udc80-\udcff]/u.test(line))
      ) {
        if (binary === "skip") return;
        isBinary = true;
      }
      pattern.lastIndex = 0;
      if (pattern.test(line) === invert) {
        if (afterLeft > 0) {
          afterLeft -= 1;
          printedTo = number;
          if (show === "lines") yield* this.#print(name, number, line, "-");
        } else if (before > 0) {
          held.push({ line, number });
          if (held.length > before) held.shift();
        }
        continue;
      }
      count += 1;
      this.found = true;
      if (show === "nothing" || show === "files" || show === "files-without") break;
      if (isBinary && (show === "lines" || show === "matches")) {
        yield* out.line(`grep: ${name}: binary file matches`);
        return;
      }
      if (show === "matches" && !invert) yield* this.#printMatches(name, number, line);
      else if (show === "lines") {
        const first = held[0]?.number ?? number;
        if (hasContext && printedTo > 0 && first > printedTo + 1) yield* out.line("--");
        for (const earlier of held.splice(0)) yield* this.#print(name, earlier.number, earlier.line, "-");
        yield* this.#print(name, number, line, ":");
        printedTo = number;
      }
      if (lineBuffered) yield* out.flush();
      afterLeft = after;
      if (count >= max) break;
    }
    if (count >= max && show === "lines") {
      for (; afterLeft > 0; afterLeft--) {
        const line = yield* reader.next();
        if (line === null) break;
        number += 1;
        yield* this.#print(name, number, line, "-");
      }
    }
    if (show === "count") yield* out.line(`${this.#settings.named ? this.#name(name, ":") : ""}${count}`);
    if ((show === "files" && count > 0) || (show === "files-without" && count === 0)) {
      yield* out.print(name + (this.#settings.nameEnd ?? "\n"));
    }
    // With -L success is a file that was listed (GNU).
    if (show === "files-without") this.found = this.found || count === 0;
  }

  #name(name: string, mark: string): string {
    const { color, nameEnd } = this.#settings;
    const shown = color ? `\u001b[35m\u001b[K${name}\u001b[m\u001b[K` : name;
    return shown + (nameEnd ?? (color ? `\u001b[36m\u001b[K${mark}\u001b[m\u001b[K` : mark));
  }

  #prefix(name: string, number: number, mark: string): string {
    const { named, number: numbered, color } = this.#settings;
    const digits = color
      ? `\u001b[32m\u001b[K${number}\u001b[m\u001b[K\u001b[36m\u001b[K${mark}\u001b[m\u001b[K`
      : `${number}${mark}`;
    return (named ? this.#name(name, mark) : "") + (numbered ? digits : "");
  }

  *#print(name: string, number: number, line: string, mark: ":" | "-"): Blocking<void> {
    const { color, invert, pattern, end } = this.#settings;
    const text =
      color && mark === ":" && !invert
        ? line.replace(pattern, (match) =>
            match === "" ? "" : `\u001b[01;31m\u001b[K${match}\u001b[m\u001b[K`,
          )
        : line;
    yield* this.#command.out.print(this.#prefix(name, number, mark) + text + String.fromCharCode(end));
  }

  *#printMatches(name: string, number: number, line: string): Blocking<void> {
    const { color, pattern, end } = this.#settings;
    // What `test` left there is where matchAll would begin.
    pattern.lastIndex = 0;
    for (const [match] of line.matchAll(pattern)) {
      if (match === "") continue;
      const text = color ? `\u001b[01;31m\u001b[K${match}\u001b[m\u001b[K` : match;
      yield* this.#command.out.print(this.#prefix(name, number, ":") + text + String.fromCharCode(end));
    }
  }
}
