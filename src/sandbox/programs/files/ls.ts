/** ls(1): what is in directories. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { readAccounts } from "../accounts/account-files.ts";
import { program, type Command } from "../command/command.ts";
import { flag, optional, value } from "../command/options.ts";
import { humanSize } from "../command/quantities.ts";
import { showList, type ListSettings } from "./list-layout.ts";
import { orderOf, type Listed } from "./listed-file.ts";

export const ls = program(
  {
    usage: "[OPTION]... [FILE]...",
    about: "List FILEs (default: the working directory), sorted by name.",
    usageStatus: 2,
    options: {
      all: flag("-a, --all", "names that begin with a dot too"),
      almostAll: flag("-A, --almost-all", "the same without . and .."),
      columns: flag("-C", "in columns"),
      across: flag("-x", "in lines"),
      changed: flag("-c", "time of the last change of status"),
      accessed: flag("-u", "time of the last access"),
      directory: flag("-d, --directory", "directories themselves, not what is in them"),
      classify: optional("-F, --classify[=WHEN]", "a letter for the kind behind each name: */=@|"),
      slash: flag("-p", "/ behind directories"),
      noOwner: flag("-g", "as -l without the owner"),
      noGroup: flag("-o", "as -l without the group"),
      hideGroup: flag("-G, --no-group", "with -l: without the group"),
      human: flag("-h, --human-readable", "sizes like 1.5K"),
      inode: flag("-i, --inode", "numbers of inodes"),
      long: flag("-l", "with mode, links, owner, size and time"),
      dereference: flag("-L, --dereference", "what symbolic links point to"),
      dereferenceLine: flag("-H, --dereference-command-line", "the same for those on the command line"),
      numeric: flag("-n, --numeric-uid-gid", "as -l with numbers of owners"),
      commas: flag("-m", "with commas"),
      hideControl: flag("-q", "? for control characters"),
      quote: flag("-Q, --quote-name", "in quotes"),
      reverse: flag("-r, --reverse", "in reverse"),
      recursive: flag("-R, --recursive", "directories below too"),
      blocks: flag("-s, --size", "allocated blocks of 1024 bytes"),
      bySize: flag("-S", "largest first"),
      byTime: flag("-t", "newest first"),
      unsorted: flag("-U", "not sorted"),
      byVersion: flag("-v", "by version numbers in names"),
      byExtension: flag("-X", "by what is behind the last dot"),
      one: flag("-1", "one to a line"),
      fullTime: flag("--full-time", "as -l with the whole time"),
      directoriesFirst: flag("--group-directories-first", "directories before files"),
      color: optional("--color[=WHEN]", "always, auto or never"),
      sort: value("--sort=WORD", "none, size, time, version, extension"),
      timeStyle: value("--time-style=STYLE", "full-iso, long-iso, iso"),
      width: value("-w, --width=COLS", "width of a line"),
    },
  },
  function* (command, { options, operands }) {
    const { sys, out } = command;
    const isTerminal = out.isTerminal;
    const when = (given: string | null): boolean =>
      given !== null && given !== "never" && given !== "no" && (given !== "auto" || isTerminal);
    const long = options.long || options.noOwner || options.noGroup || options.numeric || options.fullTime;
    const inColumns = !long && !options.one && (options.columns || options.across || isTerminal);
    const settings: ListSettings = {
      long,
      layout: long ? "long" : options.commas ? "commas" : inColumns ? "columns" : "lines",
      across: options.across,
      dots: options.all ? "all" : options.almostAll ? "almost" : "none",
      follow: options.dereference,
      owner: !options.noOwner,
      group: !options.noGroup && !options.hideGroup,
      numeric: options.numeric,
      human: options.human,
      inode: options.inode,
      blocks: options.blocks,
      indicator:
        options.classify !== null && (options.classify === "" || when(options.classify))
          ? "all"
          : options.slash
            ? "slash"
            : "none",
      color: when(options.color === "" ? "always" : options.color),
      quote: options.quote ? "always" : isTerminal && !options.hideControl ? "shell" : "none",
      time: options.changed ? "changedMs" : options.accessed ? "accessedMs" : "modifiedMs",
      timeStyle: options.fullTime ? "full-iso" : (options.timeStyle ?? "locale"),
      recursive: options.recursive,
      width:
        Number(options.width ?? command.env["COLUMNS"]) || (isTerminal ? sys.windowSize(1).columns : 0) || 80,
      nowMs: sys.clock("realtime"),
      accounts: long && !options.numeric ? yield* readAccounts(sys) : null,
      compare: orderOf({
        key:
          options.unsorted || options.sort === "none"
            ? "none"
            : options.bySize || options.sort === "size"
              ? "size"
              : options.byTime || options.sort === "time" || ((options.changed || options.accessed) && !long)
                ? "time"
                : options.byVersion || options.sort === "version"
                  ? "version"
                  : options.byExtension || options.sort === "extension"
                    ? "extension"
                    : "name",
        time: options.changed ? "changedMs" : options.accessed ? "accessedMs" : "modifiedMs",
        reverse: options.reverse,
        directoriesFirst: options.directoriesFirst,
      }),
    };
    const files: Listed[] = [];
    const directories: Listed[] = [];
    const followLine =
      options.dereferenceLine || (!long && !options.directory && settings.indicator !== "all");
    for (const name of operands.length > 0 ? operands : ["."]) {
      const listed = yield* examine(command, name, name, settings.follow || followLine, 2, settings.follow);
      if (!listed) continue;
      (listed.stat.type === "directory" && !options.directory ? directories : files).push(listed);
    }
    if (files.length > 0) yield* showList(command, sorted(files, settings), settings);
    const titled = operands.length > 1 || options.recursive;
    let separate = files.length > 0;
    const queue = sorted(directories, settings).map(({ path }) => path);
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (separate) yield* out.line("");
      separate = true;
      if (titled) yield* out.line(`${path}:`);
      const entries = yield* readEntries(command, path, settings);
      if (long || options.blocks) {
        const blocks = entries.reduce((sum, { stat }) => sum + stat.blocks, 0);
        yield* out.line(`total ${settings.human ? humanSize(blocks * 512) : Math.ceil(blocks / 2)}`);
      }
      yield* showList(command, entries, settings);
      if (!options.recursive) continue;
      const below = entries.filter(
        ({ name, stat }) => stat.type === "directory" && name !== "." && name !== "..",
      );
      queue.unshift(...below.map((entry) => entry.path));
    }
  },
);

function sorted(entries: readonly Listed[], { compare }: ListSettings): readonly Listed[] {
  return compare ? entries.toSorted(compare) : entries;
}

function* examine(
  command: Command,
  path: string,
  name: string,
  follow: boolean,
  failureStatus: number,
  mustExist = false,
): Blocking<Listed | null> {
  const { sys } = command;
  try {
    const itself = sys.lstat(path);
    const isLink = itself.type === "symlink";
    const target = isLink ? sys.readlink(path) : null;
    if (!isLink) return { path, name, stat: itself, target, pointsTo: null };
    let pointsTo: Listed["stat"] | null = null;
    try {
      pointsTo = sys.stat(path);
    } catch (thrown) {
      if (!isErrno(thrown) || mustExist) throw thrown;
    }
    return follow && pointsTo
      ? { path, name, stat: pointsTo, target: null, pointsTo: null }
      : { path, name, stat: itself, target, pointsTo };
  } catch (thrown) {
    yield* command.refused(thrown, path, failureStatus);
    return null;
  }
}

function* readEntries(command: Command, path: string, settings: ListSettings): Blocking<readonly Listed[]> {
  const { sys } = command;
  const entries: Listed[] = [];
  try {
    const fd = yield* sys.open(path, { access: "read", directory: true, closeOnExec: true });
    // Open until all are looked at: /proc/self/fd shows it.
    const names = sys.readDirectory(fd).map(({ name }) => name);
    for (const name of names) {
      if (name.startsWith(".") && settings.dots === "none") continue;
      if ((name === "." || name === "..") && settings.dots !== "all") continue;
      const listed = yield* examine(
        command,
        path.endsWith("/") ? path + name : `${path}/${name}`,
        name,
        settings.follow,
        1,
        settings.follow,
      );
      if (listed) entries.push(listed);
    }
    sys.close(fd);
  } catch (thrown) {
    yield* command.refused(thrown, path, 2);
  }
  return sorted(entries, settings);
}
