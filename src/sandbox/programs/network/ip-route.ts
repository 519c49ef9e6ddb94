/** `ip route`: routes shown, made, removed and asked for (ip-route(8)). */
import type { Blocking } from "../../abi/blocking.ts";
import type { Link } from "../../abi/network-calls.ts";
import { CommandFailure, type Command } from "../command/command.ts";
import { contains, routeLine } from "./ip-format.ts";
import { needLink } from "./ip-link.ts";
import type { Words } from "./ip-words.ts";

/** Runs one command on routes. */
export function* routeCommand(command: Command, words: Words): Blocking<void> {
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
