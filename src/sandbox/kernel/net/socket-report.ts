/**
 * A socket as ss(8) shows it.
 */
import type { SocketAddress, SocketReport } from "../../abi/network-calls.ts";
import type { Socket } from "./socket.ts";

/** Addresses as text: `10.0.0.1:80`, `0.0.0.0:*` for none, a path, `*` for no name, `@name` for an abstract one. */
export function describeSocket(socket: Socket, pid: number | null): SocketReport {
  const { family, type, state, receiveQueueBytes, sendQueueBytes, localAddress, peerAddress } = socket;
  const nobody: SocketAddress =
    family === "inet" ? { family, address: "0.0.0.0", port: 0 } : { family, path: "" };
  return {
    family,
    type,
    state,
    local: text(localAddress),
    peer: text(peerAddress ?? nobody),
    receiveQueueBytes,
    sendQueueBytes,
    pid,
  };
}

function text(address: SocketAddress): string {
  if (address.family === "inet") return `${address.address}:${address.port === 0 ? "*" : address.port}`;
  if (address.path === "") return "*";
  return address.path.startsWith("\0") ? `@${address.path.slice(1)}` : address.path;
}
