/** ln(1): links. */
import { isErrno } from "../../abi/errno.ts";
import { program, reasonOf, type Command } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { confirmed } from "./copy-file.ts";
import { pairs } from "./cp.ts";

export const ln = program(
  {
    usage: "[OPTION]... TARGET... [LINK]",
    about: "Make links to TARGETs, hard ones if nothing else is said.",
    options: {
      symbolic: flag("-s, --symbolic", "symbolic links"),
      force: flag("-f, --force", "remove what is at LINK"),
      ask: flag("-i, --interactive", "ask before removing"),
      noDereference: flag("-n, --no-dereference", "a link to a directory is no directory"),
      plain: flag("-T, --no-target-directory", "LINK is no directory to make links in"),
      target: value("-t, --target-directory=DIR", "in DIR"),
      verbose: flag("-v, --verbose", "say what is made"),
      follow: flag("-L, --logical", "follow symbolic links"),
      physical: flag("-P, --physical", "link to the symbolic link itself"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const words = operands.length === 1 && options.target === null ? [...operands, "."] : operands;
    const last = words.at(-1) ?? "";
    const isLink = options.noDereference && typeOf(command, last) === "symlink";
    for (const { from, to } of pairs(command, words, options.target, options.plain || isLink)) {
      try {
        const there = typeOf(command, to);
        if (there !== null && there !== "directory") {
          if (options.ask && !(yield* confirmed(command, `replace '${to}'`))) continue;
          if (options.force || options.ask) sys.unlink(to);
        }
        if (options.symbolic) sys.symlink(from, to);
        else sys.link(from, to, { follow: options.follow });
        if (options.verbose) yield* command.out.line(`'${to}' ${options.symbolic ? "->" : "=>"} '${from}'`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        const kind = options.symbolic ? "symbolic" : "hard";
        yield* command.complain(
          `failed to create ${kind} link '${to}'${options.symbolic ? "" : ` => '${from}'`}: ${reasonOf(thrown)}`,
        );
      }
    }
  },
);

function typeOf({ sys }: Command, path: string): string | null {
  try {
    return sys.lstat(path).type;
  } catch (thrown) {
    if (isErrno(thrown)) return null;
    throw thrown;
  }
}
