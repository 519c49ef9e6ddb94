/**
 * Links, addresses and routes as iproute2 prints them. Knows nothing of commands.
 */
import type { Link, Route } from "../../abi/network-calls.ts";

/** `ip link` of one link, or with `withAddresses` `ip addr`. */
export function linkLines(link: Link, links: readonly Link[], style: LinkStyle): readonly string[] {
  if (style.brief) return [briefLine(link, links, style.withAddresses)];
  const state = stateOf(link);
  const queue = link.up ? "noqueue" : "noop";
  const mode = style.withAddresses ? "" : "mode DEFAULT ";
  const type = link.kind === "loopback" ? "loopback" : "ether";
  const broadcast = link.kind === "loopback" ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff";
  const head = `${link.index}: ${fullName(link, links)}: <${flagsOf(link).join(",")}> mtu ${link.mtu} qdisc ${queue} state ${state} ${mode}group default qlen 1000`;
  const hardware = `    link/${type} ${link.hardwareAddress} brd ${broadcast}${peerElsewhere(link)}`;
  const addresses = style.withAddresses
    ? link.addresses.flatMap((cidr) => [
        `    ${addressText(link, cidr)}`,
        "       valid_lft forever preferred_lft forever",
      ])
    : [];
  const details = style.details && link.kind !== "loopback" ? [`    ${link.kind} `] : [];
  const counters = style.statistics ? counterLines(link) : [];
  if (!style.oneLine)
    return [head, ...(style.only4 ? [] : [hardware]), ...details, ...addresses, ...counters];
  if (!style.withAddresses) return [[head, hardware, ...details, ...counters].join("\\")];
  return link.addresses.map(
    (cidr) =>
      `${link.index}: ${link.name}    ${addressText(link, cidr)}\\       valid_lft forever preferred_lft forever`,
  );
}

/** What is shown of a link. */
export interface LinkStyle {
  readonly withAddresses: boolean;
  readonly brief: boolean;
  readonly oneLine: boolean;
  readonly details: boolean;
  readonly statistics: boolean;
  readonly only4: boolean;
}

/** One line of `ip route`. */
export function routeLine(route: Route, links: readonly Link[]): string {
  const link = links.find(({ name }) => name === route.link);
  const destination = route.destination ?? "default";
  if (route.gateway !== null) return `${destination} via ${route.gateway} dev ${route.link} `;
  const source = link?.addresses.find((cidr) => networkOf(cidr) === route.destination);
  return source === undefined
    ? `${destination} dev ${route.link} scope link `
    : `${destination} dev ${route.link} proto kernel scope link src ${source.split("/")[0] ?? ""} `;
}

/** `10.0.0.0/24` of `10.0.0.7/24`. */
function networkOf(cidr: string): string {
  const [address = "", length = "32"] = cidr.split("/");
  const bits = Number(length);
  const mask = bits === 0 ? 0 : (0xffff_ffff << (32 - bits)) >>> 0;
  return `${addressOf((numberOf(address) & mask) >>> 0)}/${bits}`;
}

/** Whether `10.0.0.7` lies in `10.0.0.0/24`. */
export function contains(network: string, address: string): boolean {
  return networkOf(`${address}/${network.split("/")[1] ?? "32"}`) === networkOf(network);
}

function stateOf(link: Link): string {
  if (link.kind === "loopback") return link.up ? "UNKNOWN" : "DOWN";
  return link.up ? (link.carrier ? "UP" : "LOWERLAYERDOWN") : "DOWN";
}

function flagsOf(link: Link): readonly string[] {
  if (link.kind === "loopback") return ["LOOPBACK", ...(link.up ? ["UP", "LOWER_UP"] : [])];
  if (link.up)
    return [
      ...(link.carrier ? [] : ["NO-CARRIER"]),
      "BROADCAST",
      "MULTICAST",
      "UP",
      ...(link.carrier ? ["LOWER_UP"] : []),
    ];
  // M-DOWN: the link it depends on, its peer, is down.
  return ["BROADCAST", "MULTICAST", ...(link.kind === "veth" && !link.carrier ? ["M-DOWN"] : [])];
}

/** `v0@v1` where the peer is here, `v0@if7` where it is in another namespace. */
function fullName(link: Link, links: readonly Link[]): string {
  if (link.peerIndex === null) return link.name;
  const peer = link.peerHere ? links.find(({ index }) => index === link.peerIndex) : null;
  return `${link.name}@${peer ? peer.name : `if${link.peerIndex}`}`;
}

function peerElsewhere({ peerIndex, peerHere }: Link): string {
  return peerIndex === null || peerHere ? "" : " link-netnsid 0";
}

function addressText(link: Link, cidr: string): string {
  const scope = link.kind === "loopback" ? "host" : "global";
  return `inet ${cidr} scope ${scope} ${link.name}`;
}

function briefLine(link: Link, links: readonly Link[], withAddresses: boolean): string {
  const start = `${fullName(link, links).padEnd(16)} ${stateOf(link).padEnd(14)} `;
  if (withAddresses) return start + link.addresses.map((cidr) => `${cidr} `).join("");
  return `${start}${link.hardwareAddress} <${flagsOf(link).join(",")}> `;
}

function counterLines({ received, sent }: Link): readonly string[] {
  const row = (bytes: number, packets: number): string =>
    `    ${String(bytes).padStart(10)} ${String(packets).padStart(7)}      0       0       0       0 `;
  return [
    "    RX:  bytes packets errors dropped  missed   mcast           ",
    row(received.bytes, received.packets),
    "    TX:  bytes packets errors dropped carrier collsns           ",
    row(sent.bytes, sent.packets),
  ];
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => (sum * 256 + Number(part)) >>> 0, 0);
}

function addressOf(number: number): string {
  return [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
}
