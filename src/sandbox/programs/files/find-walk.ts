/** The walk of find(1) through directories: tests what it finds, and does what the expression says. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Stat } from "../../abi/stat.ts";
import type { Accounts } from "../accounts/account-files.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import { Output } from "../command/output.ts";
import { exitCodeOf, startCommand, waitFor } from "../command/run-command.ts";
import { confirmed } from "./copy-file.ts";
import { parseMode, typeLetters } from "./file-mode.ts";
import { formatted, listing, type Found, type FoundWorld } from "./find-format.ts";
import type { Comparison, FindNode, FindRequest } from "./find-node.ts";
import { baseName, directoryName, joined } from "./path-text.ts";

/** Over the paths of one command line. */
export class FindWalk {
  isOver = false;
  readonly #command: Command;
  readonly #request: FindRequest;
  readonly #follow: boolean;
  readonly #accounts: Accounts;
  readonly #pending = new Map<FindNode, string[]>();
  readonly #files = new Map<string, Output>();
  readonly #nowMs: number;
  readonly #world: FoundWorld;
  #pruned = false;

  constructor(command: Command, request: FindRequest, follow: boolean, accounts: Accounts) {
    this.#command = command;
    this.#request = request;
    this.#follow = follow;
    this.#accounts = accounts;
    this.#nowMs = command.sys.clock("realtime");
    this.#world = { sys: command.sys, accounts, nowMs: this.#nowMs };
  }

  *visit(path: string, depth: number, device: number | null): Blocking<void> {
    const { sys } = this.#command;
    const { minDepth, maxDepth, depthFirst, oneSystem } = this.#request;
    let stat: Stat;
    try {
      stat = this.#statOf(path);
    } catch (thrown) {
      return yield* this.#command.refused(thrown, path);
    }
    const found = { path, depth, stat };
    this.#pruned = false;
    if (!depthFirst && depth >= minDepth) yield* this.#evaluate(this.#request.node, found);
    const descends = stat.type === "directory" && depth < maxDepth && !this.#pruned && !this.isOver;
    if (descends && (!oneSystem || device === null || device === stat.device)) {
      try {
        const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
        const names = sys.readDirectory(fd).map(({ name }) => name);
        sys.close(fd);
        for (const name of names) {
          if (name === "." || name === "..") continue;
          yield* this.visit(joined(path, name), depth + 1, device ?? stat.device);
          if (this.isOver) return;
        }
      } catch (thrown) {
        yield* this.#command.refused(thrown, path);
      }
    }
    if (depthFirst && depth >= minDepth && !this.isOver) yield* this.#evaluate(this.#request.node, found);
  }

  /** Runs what was gathered for `-exec … +`, and closes files. */
  *finish(): Blocking<void> {
    for (const [node, paths] of this.#pending)
      if (node.kind === "exec" && paths.length > 0) yield* this.#runMany(node, paths);
    for (const out of this.#files.values()) yield* out.flush();
  }

  #statOf(path: string): Stat {
    const { sys } = this.#command;
    if (!this.#follow) return sys.lstat(path);
    try {
      return sys.stat(path);
    } catch (thrown) {
      // A link to nothing is a link.
      if (isErrno(thrown, "ENOENT")) return sys.lstat(path);
      throw thrown;
    }
  }

  *#evaluate(node: FindNode, found: Found): Blocking<boolean> {
    const { path, stat } = found;
    const { sys, out } = this.#command;
    switch (node.kind) {
      case "and":
        return (yield* this.#evaluate(node.left, found)) && (yield* this.#evaluate(node.right, found));
      case "or":
        return (yield* this.#evaluate(node.left, found)) || (yield* this.#evaluate(node.right, found));
      case "comma":
        yield* this.#evaluate(node.left, found);
        return yield* this.#evaluate(node.right, found);
      case "not":
        return !(yield* this.#evaluate(node.of, found));
      case "constant":
        return node.value;
      case "name":
        return node.pattern.test(baseName(path));
      case "path":
        return node.pattern.test(path);
      case "link":
        return stat.type === "symlink" && node.pattern.test(sys.readlink(path));
      case "type":
        return node.letters.includes(stat.type === "file" ? "f" : typeLetters[stat.type]);
      case "size":
        return holds(Math.ceil(stat.size / node.unit), node.than);
      case "time":
        return holds(Math.floor((this.#nowMs - stat[node.which]) / node.unitMs), node.than);
      case "newer":
        return stat.modifiedMs > sys.stat(node.file).modifiedMs;
      case "number":
        return holds(stat[node.which], node.than);
      case "user":
        return stat.uid === this.#accounts.uidOf(node.name);
      case "group":
        return stat.gid === this.#accounts.gidOf(node.name);
      case "no-user":
        return this.#accounts.userName(stat.uid) === null;
      case "no-group":
        return this.#accounts.groupName(stat.gid) === null;
      case "perm":
        return this.#permits(node.mode, node.how, stat);
      case "access":
        return this.#maySee(path, node.mode);
      case "empty":
        return yield* this.#isEmpty(path, stat);
      case "prune":
        this.#pruned = true;
        return true;
      case "quit":
        this.isOver = true;
        return true;
      case "delete":
        return yield* this.#remove(path, stat);
      case "print":
        yield* (yield* this.#outputOf(node.file)).print(path + node.end);
        return true;
      case "format":
        yield* out.print(formatted(node.text, found, this.#world));
        return true;
      case "list":
        yield* out.line(listing(found, this.#world));
        return true;
      case "exec":
        return yield* this.#run(node, path);
      default:
        return node satisfies never;
    }
  }

  #permits(text: string, how: "all" | "any" | "exact", stat: Stat): boolean {
    const change = parseMode(text);
    if (!change) throw new CommandFailure(`invalid mode '${text}'`);
    const bits = change(0, false, 0);
    if (how === "exact") return stat.mode === bits;
    return how === "all" ? (stat.mode & bits) === bits : bits === 0 || (stat.mode & bits) !== 0;
  }

  #maySee(path: string, mode: number): boolean {
    try {
      this.#command.sys.access(path, mode);
      return true;
    } catch (thrown) {
      if (isErrno(thrown)) return false;
      throw thrown;
    }
  }

  *#isEmpty(path: string, stat: Stat): Blocking<boolean> {
    if (stat.type === "file") return stat.size === 0;
    if (stat.type !== "directory") return false;
    const { sys } = this.#command;
    const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
    const count = sys.readDirectory(fd).length;
    sys.close(fd);
    return count <= 2;
  }

  *#remove(path: string, { type }: Stat): Blocking<boolean> {
    if (path === ".") return true;
    try {
      if (type === "directory") this.#command.sys.rmdir(path);
      else this.#command.sys.unlink(path);
      return true;
    } catch (thrown) {
      yield* this.#command.refused(thrown, `cannot delete '${path}'`);
      return false;
    }
  }

  *#outputOf(file: string | null): Blocking<Output> {
    if (file === null) return this.#command.out;
    let out = this.#files.get(file);
    if (!out) {
      const fd = yield* this.#command.sys.open(
        file,
        { access: "write", create: true, truncate: true, closeOnExec: true },
        0o666,
      );
      out = new Output(this.#command.sys, fd);
      this.#files.set(file, out);
    }
    return out;
  }

  *#run(node: Extract<FindNode, { kind: "exec" }>, path: string): Blocking<boolean> {
    if (node.many) {
      const paths = this.#pending.get(node) ?? [];
      paths.push(path);
      this.#pending.set(node, paths);
      if (paths.length >= 1000) yield* this.#runMany(node, paths.splice(0));
      return true;
    }
    const place = node.inFolder ? `./${baseName(path)}` : path;
    const argv = node.argv.map((word) => word.replaceAll("{}", place));
    if (node.ask && !(yield* confirmed(this.#command, `< ${argv[0] ?? ""} ... ${path} > `))) return false;
    return (yield* this.#start(argv, node.inFolder ? directoryName(path) : null)) === 0;
  }

  *#runMany(node: Extract<FindNode, { kind: "exec" }>, paths: readonly string[]): Blocking<void> {
    // Only with + does a failure show in the status (POSIX).
    if ((yield* this.#start([...node.argv, ...paths], null)) !== 0) this.#command.status = 1;
  }

  *#start(argv: readonly string[], folder: string | null): Blocking<number> {
    const { sys, env, out } = this.#command;
    yield* out.flush();
    const pid = startCommand(sys, "find", argv, env, (child) => {
      if (folder !== null) child.chdir(folder);
    });
    return exitCodeOf(yield* waitFor(sys, pid));
  }
}

function holds(number: number, { sign, amount }: Comparison): boolean {
  return sign === "+" ? number > amount : sign === "-" ? number < amount : number === amount;
}
