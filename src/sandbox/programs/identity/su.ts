/** su(1): runs a shell as another user. */
import { readAccounts } from "../accounts/account-files.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { execOrComplain } from "../command/run-command.ts";
import { becomeUser, goHome, loginEnvironment } from "./become-user.ts";

export const su = program(
  {
    usage: "[OPTION]... [-] [USER [ARGUMENT]...]",
    about: "Run the shell of USER (default: root) as that user.",
    options: {
      login: flag("-l, --login", "as a login (also: -)"),
      preserve: flag("-p, --preserve-environment", "keep the environment"),
      keep: flag("-m", "the same"),
      command: value("-c, --command=TEXT", "run TEXT by the shell"),
      shell: value("-s, --shell=PROGRAM", "another shell"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const words = [...operands];
    const isLogin = options.login || words[0] === "-";
    if (words[0] === "-") words.shift();
    const name = words.shift() ?? "root";
    const accounts = yield* readAccounts(sys);
    const user = accounts.user(name);
    if (user === null) {
      throw new CommandFailure(
        `user ${name} does not exist or the user entry does not contain all the required fields`,
      );
    }
    if (sys.credentials().euid !== 0 && sys.credentials().uid !== user.uid)
      throw new CommandFailure("must be run by root");
    becomeUser(sys, user, accounts);
    const keepsAll = (options.preserve || options.keep) && !isLogin;
    const env = keepsAll ? command.env : loginEnvironment(user, command.env, !isLogin);
    if (isLogin) goHome(sys, user);
    const shell = options.shell ?? user.shell;
    const base = shell.slice(shell.lastIndexOf("/") + 1);
    const args = [...(options.command === null ? [] : ["-c", options.command]), ...words];
    if (isLogin) return yield* sys.exec(shell, { argv: [`-${base}`, ...args], env });
    return yield* execOrComplain(sys, "su", [shell, ...args], env);
  },
);
