/** From the words of a simple command to its arguments (POSIX 2.9.1): how a command is called decides how they expand. */
import type { Blocking } from "../../../abi/blocking.ts";
import type { Word } from "../parser/syntax-tree.ts";
import { asAssignment } from "../parser/simple-reader.ts";
import { literalText } from "../parser/token-text.ts";
import type { ShellProcess } from "./shell-process.ts";

/** The words of a simple command, expanded. Values of builtins that declare are assignments: not split, not globbed. */
export function* commandArguments(
  expander: ShellProcess["expander"],
  words: readonly Word[],
): Blocking<readonly string[]> {
  const [first] = words;
  const name = first ? literalText(first) : null;
  if (name === "[[") return yield* conditionWords(expander, words);
  if (name !== "export" && name !== "readonly" && name !== "local") return yield* expander.fields(words);
  const argv: string[] = [];
  for (const word of words) {
    const assignment = asAssignment(word);
    if (assignment && !assignment.append)
      argv.push(`${assignment.name}=${yield* expander.text(assignment.value, "assignment")}`);
    else argv.push(...(yield* expander.fields([word])));
  }
  return argv;
}

/** Words of `[[ … ]]` are single ones; right of `=` and `!=` they are patterns. */
function* conditionWords(
  expander: ShellProcess["expander"],
  words: readonly Word[],
): Blocking<readonly string[]> {
  const argv: string[] = [];
  for (const word of words) {
    const isPattern = /^(?:==?|!=|=~)$/.test(argv.at(-1) ?? "");
    argv.push(isPattern ? yield* expander.pattern(word) : yield* expander.text(word));
  }
  return argv;
}
