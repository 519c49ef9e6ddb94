/** chmod(1), chown(1), chgrp(1). */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Program } from "../../abi/program.ts";
import type { Stat } from "../../abi/stat.ts";
import { readAccounts, type Accounts } from "../accounts/account-files.ts";
import { CommandFailure, program, rawProgram, type Command } from "../command/command.ts";
import { flag, parseOptions, UsageError, value } from "../command/options.ts";
import { modeText, parseMode } from "./file-mode.ts";
import { joined } from "./path-text.ts";

const chmodOptions = {
  recursive: flag("-R, --recursive", "everything below too"),
  verbose: flag("-v, --verbose", "say what is done"),
  changes: flag("-c, --changes", "say what is changed"),
  quiet: flag("-f, --silent, --quiet", "no complaints"),
  reference: value("--reference=FILE", "the mode of FILE"),
};

export const chmod = rawProgram(
  {
    usage: "[OPTION]... MODE FILE...",
    about: "Set permission bits: 755, u+x,go-w, a=rX.",
    options: chmodOptions,
  },
  function* (command) {
    // A mode may begin with a minus: it is no option.
    const at = command.args.findIndex(
      (word) => /^-[rwxXst,ugoa+=-]+$/u.test(word) && !/^-[Rvcf]+$/u.test(word) && word !== "--",
    );
    const line = at < 0 ? command.args : command.args.toSpliced(at, 0, "--");
    const { options, operands } = parseOptions(chmodOptions, line);
    const words = [...operands];
    const { sys } = command;
    const reference = options.reference === null ? null : sys.stat(options.reference).mode;
    const text = reference === null ? words.shift() : reference.toString(8);
    if (text === undefined || words.length === 0) throw new UsageError("missing operand");
    const change = parseMode(text);
    if (change === null) throw new CommandFailure(`invalid mode: '${text}'`);
    const mask = sys.umask(0);
    sys.umask(mask);
    for (const path of words) {
      yield* overTree(command, path, options.recursive, options.quiet, function* (file, stat, named) {
        // Links below are left alone: their own bits mean nothing.
        if (stat.type === "symlink" && !named) return;
        const before = stat.type === "symlink" ? sys.stat(file) : stat;
        const mode = change(before.mode, before.type === "directory", mask);
        sys.chmod(file, mode);
        if (options.verbose || (options.changes && mode !== before.mode)) {
          const shown = (bits: number): string =>
            `${bits.toString(8).padStart(4, "0")} (${modeText(before.type, bits).slice(1)})`;
          yield* command.out.line(
            mode === before.mode
              ? `mode of '${file}' retained as ${shown(mode)}`
              : `mode of '${file}' changed from ${shown(before.mode)} to ${shown(mode)}`,
          );
        }
      });
    }
  },
);

const owners = (kind: "owner" | "group"): Program =>
  program(
    {
      usage: kind === "owner" ? "[OPTION]... [OWNER][:[GROUP]] FILE..." : "[OPTION]... GROUP FILE...",
      about: kind === "owner" ? "Give FILEs to other owners and groups." : "Give FILEs to another group.",
      options: {
        recursive: flag("-R, --recursive", "everything below too"),
        noDereference: flag("-h, --no-dereference", "links themselves"),
        verbose: flag("-v, --verbose", "say what is done"),
        changes: flag("-c, --changes", "say what is changed"),
        quiet: flag("-f, --silent, --quiet", "no complaints"),
        reference: value("--reference=FILE", "as FILE's"),
        followNone: flag("-P", "ignored"),
      },
    },
    function* (command, { options, operands }) {
      const { sys } = command;
      const words = [...operands];
      const accounts = yield* readAccounts(sys);
      const reference = options.reference === null ? null : sys.stat(options.reference);
      const text = reference ? "" : words.shift();
      if (text === undefined || words.length === 0) throw new UsageError("missing operand");
      const { uid, gid } = reference
        ? { uid: kind === "owner" ? reference.uid : -1, gid: reference.gid }
        : ownerOf(kind === "owner" ? text : `:${text}`, accounts);
      for (const path of words) {
        yield* overTree(command, path, options.recursive, options.quiet, function* (file, stat, named) {
          const follow = !options.noDereference && named;
          sys.chown(file, uid, gid, { follow });
          const isChanged = (uid >= 0 && uid !== stat.uid) || (gid >= 0 && gid !== stat.gid);
          if (options.verbose || (options.changes && isChanged)) {
            const now = sys.lstat(file);
            const nameOf = (of: Stat): string =>
              kind === "owner"
                ? `${accounts.userName(of.uid) ?? of.uid}:${accounts.groupName(of.gid) ?? of.gid}`
                : String(accounts.groupName(of.gid) ?? of.gid);
            const word = kind === "owner" ? "ownership" : "group";
            yield* command.out.line(
              isChanged
                ? `changed ${word} of '${file}' from ${nameOf(stat)} to ${nameOf(now)}`
                : `${word} of '${file}' retained as ${nameOf(now)}`,
            );
          }
        });
      }
    },
  );

export const chown = owners("owner");
export const chgrp = owners("group");

function ownerOf(text: string, accounts: Accounts): { readonly uid: number; readonly gid: number } {
  const [, user = "", separator, group = ""] = /^([^:.]*)([:.])?(.*)$/u.exec(text) ?? [];
  const uid = user === "" ? -1 : accounts.uidOf(user);
  if (separator === undefined) return { uid, gid: -1 };
  // `alice:` is her own group.
  if (group === "") return { uid, gid: uid < 0 ? -1 : (accounts.userById(uid)?.gid ?? -1) };
  return { uid, gid: accounts.gidOf(group) };
}

/** Does `work` to a file, and to everything below it where that is asked. */
function* overTree(
  command: Command,
  path: string,
  recursive: boolean,
  quiet: boolean,
  work: (path: string, stat: Stat, named: boolean) => Blocking<void>,
  named = true,
): Blocking<void> {
  const { sys } = command;
  try {
    const stat = sys.lstat(path);
    if (named && stat.type === "symlink") sys.stat(path);
    yield* work(path, stat, named);
    if (!recursive || stat.type !== "directory") return;
    const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
    const names = sys.readDirectory(fd).map(({ name }) => name);
    sys.close(fd);
    for (const name of names) {
      if (name !== "." && name !== "..")
        yield* overTree(command, joined(path, name), true, quiet, work, false);
    }
  } catch (thrown) {
    if (!quiet) yield* command.refused(thrown, path);
    else if (!isErrno(thrown)) throw thrown;
    command.status = 1;
  }
}
