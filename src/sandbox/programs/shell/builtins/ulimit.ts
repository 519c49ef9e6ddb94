/** `ulimit`: limits of the shell and what it starts (getrlimit(2)), as ash shows them. */
import { isErrno } from "../../../abi/errno.ts";
import type { LimitedResource, ResourceLimit } from "../../../abi/process-calls.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { type Builtin, readOptions } from "./builtin.ts";

/** By letter, in the order they are shown: the resource, in which unit (as a power of two), and in words. */
const limited: Readonly<Record<string, readonly [LimitedResource, number, string]>> = {
  c: ["coreBytes", 9, "core file size (blocks)"],
  d: ["dataBytes", 10, "data seg size (kb)"],
  e: ["nice", 0, "scheduling priority"],
  f: ["fileBytes", 9, "file size (blocks)"],
  i: ["pendingSignals", 0, "pending signals"],
  l: ["lockedBytes", 10, "max locked memory (kb)"],
  m: ["residentBytes", 10, "max memory size (kb)"],
  n: ["openFiles", 0, "open files"],
  q: ["messageBytes", 0, "POSIX message queues (bytes)"],
  r: ["realtimePriority", 0, "real-time priority"],
  s: ["stackBytes", 10, "stack size (kb)"],
  t: ["cpuSeconds", 0, "cpu time (seconds)"],
  u: ["processes", 0, "max user processes"],
  v: ["addressSpaceBytes", 10, "virtual memory (kb)"],
  x: ["fileLocks", 0, "file locks"],
};

const ulimit: Builtin = {
  *run(shell, args) {
    const { sys } = shell;
    const { options, rest } = readOptions(args, `aHS${Object.keys(limited).join("")}`);
    const shown = ({ soft, hard }: ResourceLimit, shift: number): string => {
      const amount = options.has("H") ? hard : soft;
      return amount === null ? "unlimited" : String(Math.floor(amount / 2 ** shift));
    };
    if (options.has("a")) {
      for (const [letter, [resource, shift, name]] of Object.entries(limited))
        yield* shell.write(
          `${name.padEnd(32)}(-${letter}) ${shown(sys.getResourceLimit(resource), shift)}\n`,
        );
      return 0;
    }
    // Without a letter it is the size of files.
    const [resource, shift] = limited[Object.keys(limited).find((letter) => options.has(letter)) ?? "f"] ?? [
      "fileBytes",
      9,
    ];
    const [given] = rest;
    if (given === undefined) {
      yield* shell.write(`${shown(sys.getResourceLimit(resource), shift)}\n`);
      return 0;
    }
    if (given !== "unlimited" && !/^\d+$/.test(given)) throw new ShellFailure(`invalid number '${given}'`, 1);
    const amount = given === "unlimited" ? null : Number(given) * 2 ** shift;
    const { soft, hard } = sys.getResourceLimit(resource);
    // Without -H and -S both are set.
    const both = options.has("H") === options.has("S");
    try {
      sys.setResourceLimit(resource, {
        soft: both || options.has("S") ? amount : soft,
        hard: both || options.has("H") ? amount : hard,
      });
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new ShellFailure(`error setting limit: ${thrown.message}`, 1);
    }
    return 0;
  },
};

/** This builtin, by name. */
export const limitBuiltins: readonly (readonly [string, Builtin])[] = [["ulimit", ulimit]];
