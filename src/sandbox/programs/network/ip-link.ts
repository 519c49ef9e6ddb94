/** `ip link`: links shown, made, changed and moved (ip-link(8)). */
import type { Blocking } from "../../abi/blocking.ts";
import type { Link } from "../../abi/network-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import { integer, integerArgument } from "../command/quantities.ts";
import { linkLines, type LinkStyle } from "./ip-format.ts";
import { isNetns, openNetns } from "./ip-netns.ts";
import type { Words } from "./ip-words.ts";

/** `ip link show` and, with addresses in `style`, `ip addr show`. */
export function* showLinks(command: Command, words: Words, style: LinkStyle): Blocking<void> {
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

/** Runs one command on links. */
export function* linkCommand(command: Command, words: Words, style: LinkStyle): Blocking<void> {
  const { sys } = command;
  const verb = words.verb(["show", "list", "lst", "add", "delete", "set"]);
  if (verb === "show" || verb === "list" || verb === "lst") return yield* showLinks(command, words, style);
  if (verb === "add") return yield* addLink(command, words);
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
      yield* moveLink(sys, current, words.need("netns"));
      // It is out of reach now.
      return;
    } else if (word === "txqueuelen" || word === "qlen") words.need(word);
    else throw new CommandFailure(`Error: either "dev" is duplicate, or "${word}" is a garbage.`, 255);
  }
}

function* addLink({ sys }: Command, words: Words): Blocking<void> {
  let name = "";
  let peerName = "";
  let peerNetns: string | null = null;
  for (let word = words.next(); word !== null; word = words.next()) {
    if (word === "type") {
      const type = words.need("type");
      if (type !== "veth")
        throw new CommandFailure(`Error: Unknown device type "${type}": only veth can be made.`, 2);
    } else if (word === "peer") {
      const next = words.need("peer");
      peerName = next === "name" || next === "dev" ? words.need("peer name") : next;
    } else if (word === "netns") peerNetns = words.need("netns");
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
  sys.addVeth(name, peerName);
  if (peerNetns !== null) yield* moveLink(sys, peerName, peerNetns);
}

/** To a namespace by its name or, where none has that name, by a process in it. */
function* moveLink(sys: Syscalls, name: string, netns: string): Blocking<void> {
  if (!isNetns(sys, netns)) {
    const namespacePid = integer(netns);
    if (namespacePid === null)
      throw new CommandFailure(`Error: argument "${netns}" is wrong: Invalid "netns" value\n`, 255);
    sys.setLink(name, { namespacePid });
    return;
  }
  const namespaceFd = yield* openNetns(sys, netns);
  sys.setLink(name, { namespaceFd });
  sys.close(namespaceFd);
}

/** The link `name`, or the end of the program with `complaint`. */
export function needLink(links: readonly Link[], name: string, complaint: string): Link {
  const found = links.find((known) => known.name === name);
  if (!found) throw new CommandFailure(complaint, 1);
  return found;
}
