/** ping(8): whether an address answers, and how long that takes. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { resolveHost } from "./socket-address.ts";

export const ping = program(
  {
    usage: "[-c N] [-i SECONDS] [-W SECONDS] [-q] HOST",
    about: "Send echo requests to HOST.",
    usageStatus: 2,
    options: {
      count: value("-c", "end after N"),
      interval: value("-i", "between two (default 1)"),
      timeout: value("-W", "how long to wait for an answer (default 10)"),
      deadline: value("-w", "end after so many seconds"),
      quiet: flag("-q", "only the summary"),
      numeric: flag("-n", "ignored: there is no DNS"),
      four: flag("-4", "ignored: there is no IPv6"),
    },
  },
  function* (command, { options, operands }) {
    const { sys, out } = command;
    const [host] = operands;
    if (host === undefined) throw new UsageError("Destination address required");
    const address = yield* resolveHost(sys, host);
    const count = options.count === null ? Infinity : integerArgument(options.count, "count");
    const intervalMs = Number(options.interval ?? 1) * 1000;
    const timeoutMs = Number(options.timeout ?? 10) * 1000;
    const begunMs = sys.clock("monotonic");
    const deadlineMs = options.deadline === null ? Infinity : begunMs + Number(options.deadline) * 1000;
    const note = { over: false };
    sys.sigaction("SIGINT", { handler: () => (note.over = true) });
    yield* out.line(`PING ${host} (${address}): 56 data bytes`);
    const times: number[] = [];
    let sent = 0;
    while (sent < count && !note.over && sys.clock("monotonic") < deadlineMs) {
      yield* out.flush();
      const startMs = sys.clock("monotonic");
      sent += 1;
      try {
        const ms = yield* sys.ping(address, timeoutMs);
        times.push(ms);
        if (!options.quiet)
          yield* out.line(`64 bytes from ${address}: seq=${sent - 1} ttl=64 time=${ms.toFixed(3)} ms`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        if (isErrno(thrown, "ENETUNREACH")) throw new CommandFailure("sendto: Network is unreachable");
        if (!isErrno(thrown, "EINTR") && !isErrno(thrown, "ETIMEDOUT") && !options.quiet) {
          yield* out.line(`From ${address}: seq=${sent - 1} Destination Host Unreachable`);
        }
      }
      if (sent < count && !note.over)
        yield* sys.sleep(Math.max(0, intervalMs - (sys.clock("monotonic") - startMs)));
    }
    const lost = sent === 0 ? 0 : Math.floor((100 * (sent - times.length)) / sent);
    yield* out.line(`\n--- ${host} ping statistics ---`);
    yield* out.line(`${sent} packets transmitted, ${times.length} packets received, ${lost}% packet loss`);
    if (times.length > 0) {
      const average = times.reduce((sum, ms) => sum + ms, 0) / times.length;
      yield* out.line(
        `round-trip min/avg/max = ${Math.min(...times).toFixed(3)}/${average.toFixed(3)}/${Math.max(...times).toFixed(3)} ms`,
      );
    }
    return times.length > 0 ? 0 : 1;
  },
);
