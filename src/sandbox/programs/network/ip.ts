/** ip(8): links, addresses, routes and named net namespaces, in the grammar and words of iproute2. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Link } from "../../abi/network-calls.ts";
import { CommandFailure, rawProgram, reasonOf, type Command } from "../command/command.ts";
import { integerArgument } from "../command/quantities.ts";
import { contains, linkLines, routeLine, type LinkStyle } from "./ip-format.ts";
import { netnsCommand } from "./ip-netns.ts";
import { Words } from "./ip-words.ts";

export const ip = rawProgram(
  {
    usage: "[-br] [-o] [-d] [-s] [-4] [-n NETNS] { link | addr | route | netns } [COMMAND]",
    about: [
      "Show and change links, addresses and routes:",
      "  ip link [show [DEV]] | add NAME type veth peer name NAME [netns PID] | del NAME | set NAME [up|down|mtu N|name NAME|netns PID]",
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
      link: () => link(command, words, style),
      address: () => address(command, words, { ...style, withAddresses: true }),
      route: () => route(command, words),
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
  try {
    const fd = yield* sys.open(`/run/netns/${name}`, { access: "read", closeOnExec: true });
    sys.setns(fd, "net");
    sys.close(fd);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`Cannot open network namespace "${name}": ${reasonOf(thrown)}`, 255);
  }
}

function* show(command: Command, words: Words, style: LinkStyle): Blocking<void> {
  const links = command.sys.links();
  let only: string | null = null;
  let wantsUp = false;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "up") wantsUp = true;
    else if (word === "type" || word === "scope" || word === "master") words.need(word);
    else only = word === "dev" ? words.need("dev") : word;
  }
  if (only !== null) needLink(links, only, `Device "${only}" does not exist.`);
  for (const shown of links) {
    if ((only !== null && shown.name !== only) || (wantsUp && !shown.up)) continue;
    if (style.only4 && shown.addresses.length === 0) continue;
    for (const line of linkLines(shown, links, style)) yield* command.out.line(line);
  }
}

function* link(command: Command, words: Words, style: LinkStyle): Blocking<void> {
  const { sys } = command;
  const verb = words.verb(["show", "list", "lst", "add", "delete", "set"]);
  if (verb === "show" || verb === "list" || verb === "lst") return yield* show(command, words, style);
  if (verb === "add") return addLink(command, words);
  const name = words.afterOptional("dev");
  needLink(sys.links(), name, `Cannot find device "${name}"`);
  if (verb === "delete") return sys.deleteLink(name);
  let current = name;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "up" || word === "down") sys.setLink(current, { up: word === "up" });
    else if (word === "mtu") sys.setLink(current, { mtu: integerArgument(words.need("mtu"), "MTU", 255) });
    else if (word === "name") {
      const newName = words.need("name");
      sys.setLink(current, { newName });
      current = newName;
    } else if (word === "netns") {
      sys.setLink(current, { namespacePid: integerArgument(words.need("netns"), '"netns" value', 255) });
      // It is out of reach now.
      return;
    } else if (word === "txqueuelen" || word === "qlen") words.need(word);
    else throw new CommandFailure(`Error: either "dev" is duplicate, or "${word}" is a garbage.`, 255);
  }
}

function addLink({ sys }: Command, words: Words): void {
  let name = "";
  let peerName = "";
  let peerNamespacePid: number | undefined;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "type") {
      const type = words.need("type");
      if (type !== "veth")
        throw new CommandFailure(`Error: Unknown device type "${type}": only veth can be made.`, 2);
    } else if (word === "peer") {
      const next = words.need("peer");
      peerName = next === "name" || next === "dev" ? words.need("peer name") : next;
    } else if (word === "netns")
      peerNamespacePid = integerArgument(words.need("netns"), '"netns" value', 255);
    else if (word === "name" || word === "dev") name = words.need("name");
    else name = word;
  }
  if (name === "") throw new CommandFailure('Not enough information: "dev" argument is required.', 255);
  const links = sys.links();
  if (peerName === "")
    peerName =
      Array.from({ length: 1000 }, (_, at) => `veth${at}`).find(
        (free) => free !== name && !links.some((known) => known.name === free),
      ) ?? "";
  if (peerNamespacePid === undefined) sys.addVeth(name, peerName);
  else sys.addVeth(name, peerName, peerNamespacePid);
}

function* address(command: Command, words: Words, style: LinkStyle): Blocking<void> {
  const { sys } = command;
  const verb = words.verb(["show", "list", "lst", "add", "delete", "replace", "change", "flush"]);
  if (verb === "show" || verb === "list" || verb === "lst") return yield* show(command, words, style);
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

function* route(command: Command, words: Words): Blocking<void> {
  const { sys } = command;
  const verb = words.verb([
    "show",
    "list",
    "lst",
    "add",
    "append",
    "delete",
    "replace",
    "change",
    "get",
    "flush",
  ]);
  const links = sys.links();
  let destination: string | null | undefined;
  let gateway: string | null = null;
  let device: string | null = null;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "via") gateway = words.need("via");
    else if (word === "dev") device = words.need("dev");
    else if (/^(src|metric|proto|scope|table|type)$/u.test(word)) words.need(word);
    else if (word !== "to")
      destination =
        word === "default" || word === "0.0.0.0/0"
          ? null
          : word.includes("/") || verb === "get"
            ? word
            : `${word}/32`;
  }
  if (device !== null) needLink(links, device, `Cannot find device "${device}"`);
  if (verb === "show" || verb === "list" || verb === "lst") {
    for (const shown of sys.routes()) {
      if (device !== null && shown.link !== device) continue;
      if (destination !== undefined && shown.destination !== destination) continue;
      yield* command.out.line(routeLine(shown, links));
    }
  } else if (verb === "get") yield* getRoute(command, destination ?? "", links);
  else if (verb === "delete") sys.deleteRoute(destination ?? null);
  else if (verb === "flush") for (const held of sys.routes()) sys.deleteRoute(held.destination);
  else {
    if (destination === undefined) throw new CommandFailure("Error: a destination is needed.", 255);
    const through =
      device ??
      links.find(
        ({ addresses, up }) => up && gateway !== null && addresses.some((cidr) => contains(cidr, gateway)),
      )?.name;
    if (through === undefined) throw new CommandFailure("Error: Nexthop has invalid gateway.", 2);
    if (verb !== "add" && sys.routes().some((held) => held.destination === destination))
      sys.deleteRoute(destination);
    sys.addRoute({ destination, gateway, link: through });
  }
}

function* getRoute(command: Command, wanted: string, links: readonly Link[]): Blocking<void> {
  const { sys, out } = command;
  const { euid } = sys.credentials();
  const own = links.find(({ addresses }) => addresses.some((cidr) => cidr.split("/")[0] === wanted));
  if (own) {
    yield* out.line(`local ${wanted} dev lo src ${wanted} uid ${euid} \n    cache <local> `);
    return;
  }
  const best = sys
    .routes()
    .filter(({ destination }) => destination === null || contains(destination, wanted))
    .toSorted((a, b) => lengthOf(b.destination) - lengthOf(a.destination))[0];
  if (!best) throw new CommandFailure("RTNETLINK answers: Network is unreachable", 2);
  const source = links.find(({ name }) => name === best.link)?.addresses[0]?.split("/")[0] ?? "";
  const via = best.gateway === null ? "" : `via ${best.gateway} `;
  yield* out.line(`${wanted} ${via}dev ${best.link} src ${source} uid ${euid} \n    cache `);
}

function lengthOf(network: string | null): number {
  return network === null ? -1 : Number(network.split("/")[1] ?? 32);
}

function needLink(links: readonly Link[], name: string, complaint: string): Link {
  const found = links.find((known) => known.name === name);
  if (!found) throw new CommandFailure(complaint, 1);
  return found;
}
