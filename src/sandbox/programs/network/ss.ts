/** ss(8): the sockets of the net namespace. */
import type { SocketReport } from "../../abi/network-calls.ts";
import { tableLines } from "../command/columns.ts";
import { program } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { flag } from "../command/options.ts";

export const ss = program(
  {
    usage: "[-altuxpnH]",
    about: "Show sockets; without -a or -l those that are connected.",
    options: {
      all: flag("-a, --all", "listening and connected ones"),
      listening: flag("-l, --listening", "listening ones"),
      tcp: flag("-t, --tcp", "TCP"),
      udp: flag("-u, --udp", "UDP"),
      unix: flag("-x, --unix", "of files"),
      processes: flag("-p, --processes", "whose they are"),
      numeric: flag("-n, --numeric", "ports as numbers, as always here"),
      noHeader: flag("-H, --no-header", "no line of headings"),
      four: flag("-4, --ipv4", "IPv4"),
      extended: flag("-e, --extended", "ignored"),
      summary: flag("-s, --summary", "only how many"),
    },
  },
  function* (command, { options }) {
    const { sys, out } = command;
    const kinds = options.tcp || options.udp || options.unix || options.four;
    const shown = sys.sockets().filter((socket) => {
      const kind = kindOf(socket);
      const wanted =
        !kinds ||
        (options.tcp && kind === "tcp") ||
        (options.udp && kind === "udp") ||
        (options.unix && kind.startsWith("u_")) ||
        (options.four && !options.tcp && !options.udp && !kind.startsWith("u_"));
      // An unconnected datagram socket waits for whoever sends: it counts as listening.
      const waits =
        socket.state === "listening" ||
        (socket.state === "unconnected" && socket.type === "datagram" && socket.local !== "");
      return (
        wanted &&
        (options.all || options.summary || (options.listening ? waits : socket.state === "connected"))
      );
    });
    if (options.summary) {
      const count = (kind: string): number => shown.filter((socket) => kindOf(socket) === kind).length;
      const connected = shown.filter(
        (socket) => kindOf(socket) === "tcp" && socket.state === "connected",
      ).length;
      yield* out.print(
        `Total: ${shown.length}\nTCP:   ${count("tcp")} (estab ${connected})\nUDP:   ${count("udp")}\nUNIX:  ${shown.filter(({ family }) => family === "unix").length}\n`,
      );
      return;
    }
    const single = [options.tcp, options.udp].filter(Boolean).length === 1 && !options.unix;
    const rows: string[][] = [];
    for (const socket of shown) {
      const name =
        socket.pid === null || !options.processes
          ? null
          : yield* readTextFileIfAny(sys, `/proc/${socket.pid}/comm`);
      rows.push([
        ...(single ? [] : [kindOf(socket)]),
        stateOf(socket),
        String(socket.receiveQueueBytes),
        String(socket.sendQueueBytes),
        socket.local || "*",
        socket.peer || (socket.family === "unix" ? "*" : "0.0.0.0:*"),
        options.processes && socket.pid !== null
          ? `users:(("${(name ?? "?").trim()}",pid=${socket.pid}))`
          : "",
      ]);
    }
    const lines = tableLines(
      [
        ...(single ? [] : [{ head: "Netid" }]),
        { head: "State" },
        { head: "Recv-Q" },
        { head: "Send-Q" },
        { head: "Local Address:Port", right: true },
        { head: "Peer Address:Port", right: true },
        { head: "Process" },
      ],
      rows,
    );
    for (const line of options.noHeader ? lines.slice(1) : lines) yield* out.line(line.trimEnd());
  },
);

function kindOf({ family, type }: SocketReport): string {
  if (family === "unix") return type === "stream" ? "u_str" : "u_dgr";
  return type === "stream" ? "tcp" : "udp";
}

function stateOf({ state }: SocketReport): string {
  return { listening: "LISTEN", connected: "ESTAB", unconnected: "UNCONN" }[state];
}
