/** uname(1), arch(1), hostname(1), nproc(1): what the system says of itself. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readTextFile } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { readProcessorCount } from "../process/system-state.ts";

export const uname = program(
  {
    usage: "[OPTION]...",
    about: "Print the name of the system; with no option, -s.",
    options: {
      all: flag("-a, --all", "everything, in the order below"),
      system: flag("-s, --kernel-name", "name of the kernel"),
      node: flag("-n, --nodename", "name of the host"),
      release: flag("-r, --kernel-release", "release of the kernel"),
      version: flag("-v, --kernel-version", "version of the kernel"),
      machine: flag("-m, --machine", "kind of machine"),
      processor: flag("-p, --processor", "kind of processor"),
      platform: flag("-i, --hardware-platform", "hardware platform"),
      operating: flag("-o, --operating-system", "operating system"),
    },
  },
  function* (command, { options, operands }) {
    if (operands[0] !== undefined) throw new CommandFailure(`extra operand '${operands[0]}'`);
    const name = command.sys.uname();
    const { all } = options;
    const chosen = Object.values(options).some(Boolean);
    const parts = [
      ...(all || options.system || !chosen ? [name.sysname] : []),
      ...(all || options.node ? [name.nodename] : []),
      ...(all || options.release ? [name.release] : []),
      ...(all || options.version ? [name.version] : []),
      ...(all || options.machine ? [name.machine] : []),
      ...(options.processor ? ["unknown"] : []),
      ...(options.platform ? ["unknown"] : []),
      ...(all || options.operating ? ["GNU/Linux"] : []),
    ];
    yield* command.out.line(parts.join(" "));
  },
);

export const arch = program(
  { usage: "", about: "Print the kind of machine.", options: {} },
  function* (command) {
    yield* command.out.line(command.sys.uname().machine);
  },
);

export const nproc = program(
  {
    usage: "[OPTION]...",
    about: "Print how many processors there are.",
    options: {
      all: flag("--all", "installed ones"),
      ignore: value("--ignore=N", "leave out N, but print at least 1"),
    },
  },
  function* (command, { options }) {
    const ignored = options.ignore === null ? 0 : integerArgument(options.ignore, "number");
    yield* command.out.line(String(Math.max(1, (yield* readProcessorCount(command.sys)) - ignored)));
  },
);

export const hostname = program(
  {
    usage: "[-sfdi] [-F FILE] [NAME]",
    about: "Print the host's name, or set it.",
    options: {
      short: flag("-s, --short", "to the first dot"),
      full: flag("-f, --fqdn, --long", "with its domain"),
      domain: flag("-d, --domain", "the domain alone"),
      address: flag("-i, --ip-address", "its address by /etc/hosts"),
      addresses: flag("-I, --all-ip-addresses", "the addresses of all its links"),
      file: value("-F, --file=FILE", "set the name from FILE"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    let name = operands[0] ?? null;
    if (options.file !== null) {
      const lines = (yield* readTextFile(sys, options.file)).split("\n").map((line) => line.trim());
      name = lines.find((line) => line !== "" && !line.startsWith("#")) ?? "";
    }
    if (name !== null) {
      try {
        sys.sethostname(name);
      } catch (thrown) {
        if (isErrno(thrown, "EPERM")) throw new CommandFailure("you must be root to change the host name");
        if (isErrno(thrown, "EINVAL")) throw new CommandFailure("name too long");
        throw thrown;
      }
      return;
    }
    const { nodename } = sys.uname();
    const [short = "", ...domain] = nodename.split(".");
    if (options.addresses) {
      const addresses = sys
        .links()
        .filter(({ up, kind }) => up && kind !== "loopback")
        .flatMap((link) => link.addresses.map((cidr) => cidr.split("/")[0] ?? ""));
      yield* command.out.line(addresses.map((address) => `${address} `).join(""));
    } else if (options.address) {
      const line = (yield* readTextFile(sys, "/etc/hosts"))
        .split("\n")
        .map((text) => (text.split("#")[0] ?? "").trim().split(/\s+/u))
        .find(([, ...names]) => names.includes(nodename));
      if (!line) throw new CommandFailure("Name or service not known");
      yield* command.out.line(line[0] ?? "");
    } else yield* command.out.line(options.domain ? domain.join(".") : options.short ? short : nodename);
  },
);
