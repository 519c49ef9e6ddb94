/** tty(1), clear(1), reset(1): about the terminal. */
import { cookedTermios } from "../../abi/termios.ts";
import { program } from "../command/command.ts";
import { flag } from "../command/options.ts";

export const tty = program(
  {
    usage: "[-s]",
    about: "Print the name of the terminal on standard input.",
    usageStatus: 2,
    options: { silent: flag("-s, --silent, --quiet", "by the exit status alone") },
  },
  function* (command, { options }) {
    const { sys } = command;
    const isTerminal = sys.isatty(0);
    if (!options.silent) yield* command.out.line(isTerminal ? sys.ttyname(0) : "not a tty");
    return isTerminal ? 0 : 1;
  },
);

export const clear = program(
  {
    usage: "[-x]",
    about: "Clear the screen.",
    options: { keep: flag("-x", "keep what was scrolled away") },
  },
  function* (command, { options }) {
    yield* command.out.print(`\u001b[H\u001b[2J${options.keep ? "" : "\u001b[3J"}`);
  },
);

export const reset = program(
  { usage: "", about: "Bring the terminal back to its first state.", options: {} },
  function* (command) {
    const { sys } = command;
    for (const fd of [0, 1, 2]) {
      if (!sys.isatty(fd)) continue;
      yield* sys.tcsetattr(fd, cookedTermios, "drain");
      break;
    }
    // Full reset, character set, no attributes, cursor seen, whole screen (console_codes(4)).
    yield* command.out.print("\u001bc\u001b(B\u001b[m\u001b[J\u001b[?25h");
  },
);
