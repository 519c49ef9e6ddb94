/**
 * An ICMP echo between namespaces (ping(8)): what comes back, and when.
 */
import { checkpoint } from "../../abi/blocking.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import { sleepOnUntil, WaitQueue } from "../wait-queue.ts";
import { resolveMs } from "./inet-sockets.ts";
import type { NetNamespace } from "./net-namespace.ts";

/** IP and ICMP headers with the usual 56 bytes. */
const echoBytes = 84;
const never = new WaitQueue();

/** The time an echo took, in ms. ENETUNREACH, EHOSTUNREACH, ETIMEDOUT, EINTR. */
export function* ping(
  namespace: NetNamespace,
  address: number,
  timeoutMs: number,
  caller: Caller,
): Blocking<number> {
  const sentMs = caller.nowMs();
  const reach = namespace.reach(address);
  switch (reach.kind) {
    case "no-route":
      throw new Errno("ENETUNREACH");
    case "unresolved":
      yield* sleepOnUntil(sentMs + Math.min(resolveMs, timeoutMs), never);
      throw new Errno(timeoutMs < resolveMs ? "ETIMEDOUT" : "EHOSTUNREACH");
    case "silent":
      yield* sleepOnUntil(sentMs + timeoutMs, never);
      throw new Errno("ETIMEDOUT");
    case "delivered":
      reach.by.count(1, echoBytes);
      // The other side has its turn, as a real answer takes one.
      yield checkpoint;
      (reach.by.peer ?? reach.by).count(1, echoBytes);
      return caller.nowMs() - sentMs;
  }
}
