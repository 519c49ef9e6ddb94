/** ip(8): links, addresses, routes and named net namespaces, in the grammar and words of iproute2. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, rawProgram, reasonOf, type Command } from "../command/command.ts";
import type { LinkStyle } from "./ip-format.ts";
import { linkCommand, needLink, showLinks } from "./ip-link.ts";
import { netnsCommand, openNetns } from "./ip-netns.ts";
import { routeCommand } from "./ip-route.ts";
import { Words } from "./ip-words.ts";

export const ip = rawProgram(
  {
    usage: "[-br] [-o] [-d] [-s] [-4] [-n NETNS] { link | addr | route | netns } [COMMAND]",
    about: [
      "Show and change links, addresses and routes:",
      "  ip link [show [DEV]] | add NAME type veth peer name NAME [netns NAME|PID] | del NAME | set NAME [up|down|mtu N|name NAME|netns NAME|PID]",
      "  ip addr [show [DEV]] | add CIDR dev DEV | del CIDR dev DEV | flush DEV",
      "  ip route [show] | add {default|CIDR} [via ADDRESS] [dev DEV] | del {default|CIDR} | get ADDRESS",
      "  ip netns [list] | add NAME | del NAME | exec NAME COMMAND... | attach NAME PID | identify [PID] | pids NAME",
    ].join("\n"),
    usageStatus: 255,
  },
  function* (command) {
    const words = new Words(command.args);
    let style: LinkStyle = {
      withAddresses: false,
      brief: false,
      oneLine: false,
      details: false,
      statistics: false,
      only4: false,
    };
    for (let option = words.option(); option !== null; option = words.option()) {
      if (option.startsWith("-br")) style = { ...style, brief: true };
      else if (option.startsWith("-o")) style = { ...style, oneLine: true };
      else if (option.startsWith("-d")) style = { ...style, details: true };
      else if (option.startsWith("-s")) style = { ...style, statistics: true };
      else if (option === "-4") style = { ...style, only4: true };
      else if (option.startsWith("-n")) yield* enterNamespace(command, words.need("netns name"));
      else if (option === "-V") return yield* command.out.line("ip utility, iproute2 (sandbox)");
      // Families, colours and resolving: there is one of each.
      else if (!/^-(c|6|0|f|r|N|p|iec|h)/u.test(option))
        throw new CommandFailure(`Option "${option}" is unknown, try "ip -help".`, 255);
    }
    const object = words.next() ?? "help";
    const objects = {
      link: () => linkCommand(command, words, style),
      address: () => address(command, words, { ...style, withAddresses: true }),
      route: () => routeCommand(command, words),
      netns: () => netnsCommand(command, words),
      neighbor: function* (): Blocking<void> {},
      help: () => command.out.line('Try "ip --help".'),
    };
    const handler = Object.entries(objects).find(([name]) => name.startsWith(object))?.[1];
    if (!handler) {
      yield* command.warn(`Object "${object}" is unknown, try "ip help".\n`);
      return 1;
    }
    try {
      return yield* handler();
    } catch (thrown) {
      if (thrown instanceof CommandFailure) {
        yield* command.warn(`${thrown.message}\n`);
        return thrown.status;
      }
      if (!isErrno(thrown)) throw thrown;
      yield* command.warn(`RTNETLINK answers: ${reasonOf(thrown)}\n`);
      return 2;
    }
  },
);

function* enterNamespace({ sys }: Command, name: string): Blocking<void> {
  const fd = yield* openNetns(sys, name);
  sys.setns(fd, "net");
  sys.close(fd);
}

function* address(command: Command, words: Words, style: LinkStyle): Blocking<void> {
  const { sys } = command;
  const verb = words.verb(["show", "list", "lst", "add", "delete", "replace", "change", "flush"]);
  if (verb === "show" || verb === "list" || verb === "lst") return yield* showLinks(command, words, style);
  let cidr = "";
  let device = "";
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "dev") device = words.need("dev");
    else if (/^(brd|broadcast|scope|label|peer|valid_lft|preferred_lft)$/u.test(word)) words.need(word);
    else if (verb === "flush") device = word;
    else cidr = word === "local" ? words.need("local") : word;
  }
  if (device === "") throw new CommandFailure('Not enough information: "dev" argument is required.', 255);
  const found = needLink(sys.links(), device, `Cannot find device "${device}"`);
  if (verb === "flush") {
    for (const held of found.addresses) sys.deleteAddress(device, held);
    return;
  }
  if (!/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/u.test(cidr)) {
    throw new CommandFailure(`Error: any valid prefix is expected rather than "${cidr}".`, 1);
  }
  const full = cidr.includes("/") ? cidr : `${cidr}/32`;
  const holds = found.addresses.includes(full);
  if (verb === "delete") {
    if (!holds) throw new CommandFailure("Error: ipv4: Address not found.", 2);
    sys.deleteAddress(device, full);
  } else if (!holds) sys.addAddress(device, full);
  else if (verb === "add") throw new CommandFailure("Error: ipv4: Address already assigned.", 2);
}
