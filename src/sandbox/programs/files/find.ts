/** find(1): walks directories and tests what it finds. */
import { readAccounts } from "../accounts/account-files.ts";
import { rawProgram } from "../command/command.ts";
import { parseFind } from "./find-expression.ts";
import { FindWalk } from "./find-walk.ts";

export const find = rawProgram(
  {
    usage: "[-H] [-L] [-P] [PATH]... [EXPRESSION]",
    about:
      "Walk directories (default: .) and print what the expression is true of.\n" +
      "Tests: -name -iname -path -type -size -mtime -mmin -newer -user -group -perm -empty -links -inum -regex\n" +
      "Actions: -print -print0 -printf -ls -delete -exec CMD {} ; -exec CMD {} + -ok -prune -quit\n" +
      "Others: -maxdepth N -mindepth N -depth -xdev ! ( ) -a -o",
  },
  function* (command) {
    const words = [...command.args];
    let follows = false;
    while (/^-[HLP]$/u.test(words[0] ?? "")) follows = words.shift() === "-L";
    const at = words.findIndex((word) => /^[-!(),]/u.test(word));
    const paths = words.splice(0, at < 0 ? words.length : at);
    const request = parseFind(words);
    const walk = new FindWalk(command, request, follows, yield* readAccounts(command.sys));
    for (const path of paths.length > 0 ? paths : ["."]) {
      yield* walk.visit(path, 0, null);
      if (walk.isOver) break;
    }
    yield* walk.finish();
  },
);
