/** nc(1): standard input and output over a socket, TCP, UDP or of a file; connecting or listening. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { SocketAddress } from "../../abi/network-calls.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { writeAll } from "../command/output.ts";
import { shellCommand, startCommand } from "../command/run-command.ts";
import { portNumber, resolveHost } from "./socket-address.ts";

export const nc = program(
  {
    usage: "[OPTION]... [HOST] PORT  |  -l [-p] PORT  |  -U [-l] PATH",
    about: "Copy standard input to a connection, and the connection to standard output.",
    options: {
      listen: flag("-l", "wait for a connection"),
      keep: flag("-k", "with -l: one connection after the other"),
      port: value("-p", "the own port"),
      udp: flag("-u", "UDP"),
      unix: flag("-U", "the socket of a file"),
      quitAfter: value("-q", "end so many seconds after the end of input"),
      timeout: value("-w", "end when nothing came for so many seconds"),
      scan: flag("-z", "only see whether somebody listens"),
      verbose: flag("-v", "say what happens"),
      numeric: flag("-n", "ignored: there is no DNS"),
      noInput: flag("-d", "do not read standard input"),
      endOfInput: flag("-N", "end the connection's way out at the end of input, as always here"),
      program: value("-e", "connect PROGRAM to it"),
      shell: value("-c", "connect a line of the shell to it"),
    },
  },
  function* (command, { options, operands }) {
    const { sys } = command;
    const words = [...operands];
    const last = options.port !== null && options.listen ? (words.pop() ?? options.port) : words.pop();
    if (last === undefined) throw new UsageError("which port?");
    const [host = options.listen ? "0.0.0.0" : undefined] = words;
    let address: SocketAddress;
    if (options.unix) address = { family: "unix", path: last };
    else {
      if (host === undefined) throw new UsageError("which host?");
      address = {
        family: "inet",
        address: yield* resolveHost(sys, host),
        port: portNumber(options.listen && options.port !== null ? options.port : last),
      };
    }
    const type = options.udp ? "datagram" : "stream";
    const waitMs = options.timeout === null ? null : Number(options.timeout) * 1000;
    const attach =
      options.program === null
        ? options.shell === null
          ? null
          : shellCommand(options.shell)
        : options.program.split(" ");
    const socket = sys.socket(address.family, type);
    const relay = {
      readsInput: !options.noInput,
      waitMs,
      quitMs: options.quitAfter === null ? null : Number(options.quitAfter) * 1000,
    };
    if (!options.listen) {
      if (options.port !== null && address.family === "inet")
        sys.bind(socket, { family: "inet", address: "0.0.0.0", port: portNumber(options.port) });
      yield* connect(command, socket, address, options.verbose || options.scan);
      if (options.scan) return 0;
      return attach === null ? yield* copyBoth(sys, socket, relay) : yield* attached(command, socket, attach);
    }
    sys.bind(socket, address);
    if (type === "datagram") {
      const { bytes, from } = yield* sys.receiveFrom(socket, 65_536);
      yield* writeAll(sys, 1, bytes);
      if (from) yield* sys.connect(socket, from);
      return yield* copyBoth(sys, socket, relay);
    }
    sys.listen(socket, 8);
    if (options.verbose) yield* command.warn(`listening on ${described(sys.getsockname(socket))} ...\n`);
    for (;;) {
      const { fd, peer } = yield* acceptOne(sys, socket);
      if (options.verbose)
        yield* command.warn(`connect to ${described(sys.getsockname(fd))} from ${described(peer)}\n`);
      if (!options.keep) sys.close(socket);
      const status = attach === null ? yield* copyBoth(sys, fd, relay) : yield* attached(command, fd, attach);
      if (!options.keep) return status;
      sys.close(fd);
    }
  },
);

function* connect(
  command: Command,
  socket: number,
  address: SocketAddress,
  verbose: boolean,
): Blocking<void> {
  try {
    yield* command.sys.connect(socket, address);
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`${described(address)}: ${thrown.message}`);
  }
  if (verbose) yield* command.warn(`${described(address)} open\n`);
}

function* acceptOne(sys: Syscalls, socket: number): ReturnType<Syscalls["accept"]> {
  for (;;) {
    try {
      return yield* sys.accept(socket);
    } catch (thrown) {
      if (!isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}

/** Both ways at once, until the other end has ended. */
function* copyBoth(
  sys: Syscalls,
  socket: number,
  {
    readsInput,
    waitMs,
    quitMs,
  }: { readonly readsInput: boolean; readonly waitMs: number | null; readonly quitMs: number | null },
): Blocking<number> {
  let inputOpen = readsInput;
  let socketOpen = true;
  let quitAtMs: number | null = null;
  for (;;) {
    const leftMs: number | null = quitAtMs === null ? waitMs : Math.max(0, quitAtMs - sys.clock("monotonic"));
    const ready = yield* sys.poll(
      [
        ...(socketOpen ? [{ fd: socket, events: { readable: true } }] : []),
        ...(inputOpen ? [{ fd: 0, events: { readable: true } }] : []),
      ],
      leftMs,
    );
    if (ready.length === 0) return 0;
    for (const { fd } of ready) {
      const bytes = yield* readSome(sys, fd);
      if (bytes.length > 0) yield* writeAll(sys, fd === 0 ? socket : 1, bytes);
      else if (fd === socket) {
        // What is still to be sent is sent; a person at the keyboard is told at once.
        if (!inputOpen || sys.isatty(0)) return 0;
        socketOpen = false;
      } else {
        inputOpen = false;
        if (!socketOpen) return 0;
        if (quitMs !== null) quitAtMs = sys.clock("monotonic") + quitMs;
        try {
          sys.shutdown(socket, "write");
        } catch (thrown) {
          if (!isErrno(thrown)) throw thrown;
        }
      }
    }
  }
}

/** A program with the connection as its standard input and output. */
function* attached({ sys, env }: Command, socket: number, argv: readonly string[]): Blocking<number> {
  const pid = startCommand(sys, "nc", argv, env, (child) => {
    child.dup2(socket, 0);
    child.dup2(socket, 1);
    child.close(socket);
  });
  sys.close(socket);
  const ended = yield* sys.wait(pid);
  return ended?.status.kind === "exited" ? ended.status.code : 1;
}

function described(address: SocketAddress): string {
  return address.family === "unix" ? address.path : `${address.address}:${address.port}`;
}
