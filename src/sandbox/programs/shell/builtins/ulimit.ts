/** `ulimit`: limits of the shell and what it starts (getrlimit(2)); all others are the cgroup's business. */
import { isErrno } from "../../../abi/errno.ts";
import type { LimitedResource, ResourceLimit } from "../../../abi/process-calls.ts";
import { ShellFailure } from "../state/shell-failure.ts";
import { type Builtin, readOptions } from "./builtin.ts";

const limited: Readonly<Record<string, readonly [LimitedResource, string]>> = {
  n: ["openFiles", "nofiles"],
  u: ["processes", "process"],
};
/** What there is no limit of here. */
const unlimited = "cdflmpstv";

const ulimit: Builtin = {
  *run(shell, args) {
    const { sys } = shell;
    const { options, rest } = readOptions(args, `aHS${Object.keys(limited).join("")}${unlimited}`);
    const shown = ({ soft, hard }: ResourceLimit): string =>
      String((options.has("H") ? hard : soft) ?? "unlimited");
    if (options.has("a")) {
      for (const [letter, [resource, name]] of Object.entries(limited))
        yield* shell.write(`-${letter}: ${name.padEnd(30)} ${shown(sys.getResourceLimit(resource))}\n`);
      return 0;
    }
    const [resource] = Object.entries(limited).find(([letter]) => options.has(letter))?.[1] ?? [];
    const [given] = rest;
    if (given === undefined) {
      yield* shell.write(`${resource ? shown(sys.getResourceLimit(resource)) : "unlimited"}\n`);
      return 0;
    }
    if (given !== "unlimited" && !/^\d+$/.test(given)) throw new ShellFailure("bad number");
    if (!resource) throw new ShellFailure("limits of that are the cgroup's", 1);
    const amount = given === "unlimited" ? null : Number(given);
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
