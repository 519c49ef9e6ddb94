/**
 * The texts of `/proc/net` for a namespace, in Linux's formats (proc_pid_net(5)). Knows no files.
 */
import { maskOf } from "./inet-address.ts";
import type { InetEndpoint } from "./inet-binding.ts";
import { InetDatagramSocket, InetStreamSocket } from "./inet-sockets.ts";
import type { NetNamespace } from "./net-namespace.ts";
import type { Socket } from "./socket.ts";
import { UnixDatagramSocket, UnixStreamSocket } from "./unix-sockets.ts";

/** `/proc/net/*` by name. */
export const netFiles: Readonly<
  Record<"dev" | "route" | "tcp" | "udp" | "unix" | "if_inet6", (of: NetNamespace) => string>
> = {
  dev: devText,
  route: routeText,
  tcp: tcpText,
  udp: udpText,
  unix: unixText,
  // There is no IPv6: as with ipv6.disable=1 nothing is listed.
  if_inet6: () => "",
};

function devText({ links }: NetNamespace): string {
  const lines = links.map(({ name, received, sent }) => {
    const into = [received.bytes, received.packets, 0, 0, 0, 0, 0, 0];
    const out = [sent.bytes, sent.packets, 0, 0, 0, 0, 0, 0];
    const widths = [8, 7, 4, 4, 4, 5, 10, 9, 8, 7, 4, 4, 4, 5, 7, 10];
    const columns = [...into, ...out].map((value, index) => String(value).padStart(widths[index] ?? 0));
    return `${name.padStart(6)}: ${columns.slice(0, 8).join(" ").slice(1)} ${columns.slice(8).join(" ")}\n`;
  });
  return (
    "Inter-|   Receive                                                |  Transmit\n" +
    " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n" +
    lines.join("")
  );
}

function routeText({ routeEntries }: NetNamespace): string {
  const head = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT";
  const lines = routeEntries.map(({ destination, gateway, link }) => {
    const flags = gateway === null ? "0001" : "0003";
    const fields = [link.name, hex(destination.address), hex(gateway ?? 0), flags, 0, 0, 0];
    return [...fields, hex(maskOf(destination.length)), 0, 0, 0].join("\t");
  });
  return [head, ...lines].map((line) => `${line.padEnd(127)}\n`).join("");
}

function tcpText({ sockets }: NetNamespace): string {
  const head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";
  const lines = [...sockets].flatMap((socket) => {
    if (!(socket instanceof InetStreamSocket) || socket.stage === "fresh") return [];
    return [
      `${inetLine(socket, socket.local, socket.peer, tcpState(socket))} 1 0000000000000000 20 0 0 10 -1`,
    ];
  });
  return [head, ...numbered(lines)].map((line) => `${line.padEnd(149)}\n`).join("");
}

function udpText({ sockets }: NetNamespace): string {
  const head =
    "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops";
  const lines = [...sockets].flatMap((socket) => {
    if (!(socket instanceof InetDatagramSocket) || socket.local.port === 0) return [];
    return [`${inetLine(socket, socket.local, socket.peer, socket.peer ? "01" : "07")} 2 0000000000000000 0`];
  });
  return [head, ...numbered(lines)].map((line) => `${line.padEnd(127)}\n`).join("");
}

function unixText({ sockets }: NetNamespace): string {
  const lines = [...sockets].flatMap((socket) => {
    if (!(socket instanceof UnixStreamSocket) && !(socket instanceof UnixDatagramSocket)) return [];
    const flags = socket.state === "listening" ? "00010000" : "00000000";
    const type = socket.type === "stream" ? "0001" : "0002";
    const { localAddress, state } = socket;
    const path = localAddress.family === "unix" ? localAddress.path.replace("\0", "@") : "";
    const users = state === "connected" ? "00000003" : "00000002";
    const stage = state === "connected" ? "03" : "01";
    const line = `0000000000000000: ${users} 00000000 ${flags} ${type} ${stage} ${String(socket.inode).padStart(5)}`;
    return [path === "" ? line : `${line} ${path}`];
  });
  return ["Num       RefCount Protocol Flags    Type St Inode Path", ...lines]
    .map((line) => `${line}\n`)
    .join("");
}

function numbered(lines: readonly string[]): string[] {
  return lines.map((line, index) => `${String(index).padStart(4)}: ${line}`);
}

function inetLine(socket: Socket, local: InetEndpoint, peer: InetEndpoint | null, state: string): string {
  const { sendQueueBytes, receiveQueueBytes, uid, inode } = socket;
  const sent = state === "0A" ? 0 : sendQueueBytes;
  const queues = `${long(sent)}:${long(receiveQueueBytes)}`;
  const remote = peer ? endpoint(peer) : "00000000:0000";
  const owner = `${String(uid).padStart(5)} ${"0".padStart(8)} ${inode}`;
  return `${endpoint(local)} ${remote} ${state} ${queues} 00:00000000 00000000 ${owner}`;
}

/** As in the kernel's `tcp_states.h`. */
function tcpState(socket: InetStreamSocket): string {
  const { end } = socket;
  if (!end) return "0A";
  if (end.ended) return end.writeShut ? "07" : "08";
  return end.writeShut ? "05" : "01";
}

function endpoint({ address, port }: InetEndpoint): string {
  return `${hex(address)}:${port.toString(16).toUpperCase().padStart(4, "0")}`;
}

function long(value: number): string {
  return value.toString(16).toUpperCase().padStart(8, "0");
}

/** As x86 has it in memory, printed as one number. */
function hex(address: number): string {
  const bytes = [0, 8, 16, 24].map((shift) => (address >>> shift) & 0xff);
  return bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join("");
}
