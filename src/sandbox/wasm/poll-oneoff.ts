/**
 * WASI's one call to wait for time and descriptors: sleep(3), poll(2) and select(2) come down to it.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { PollEvents } from "../abi/file-calls.ts";
import type { Calling } from "./call-table.ts";
import type { LinearMemory } from "./linear-memory.ts";
import { wasiErrno } from "./wasi-errno.ts";

const subscriptionBytes = 48;
const eventBytes = 32;
const kinds = { clock: 0, read: 1, write: 2 };
const absolute = 1;
const hangUpFlag = 1;

interface Subscription {
  readonly userData: bigint;
  readonly kind: number;
  /** For a descriptor. */
  readonly fd: number;
  /** For the clock, from now. */
  readonly ms: number;
}

/** Waits for the first of `count` subscriptions and writes what became true. */
export function* pollOneoff(
  calling: Calling,
  subscriptions: number,
  events: number,
  count: number,
  result: number,
): Blocking<number> {
  if (count === 0) throw new Errno("EINVAL");
  const asked: Subscription[] = [];
  for (let index = 0; index < count; index += 1) {
    asked.push(readSubscription(calling, subscriptions + index * subscriptionBytes));
  }
  const timers = asked.filter(({ kind }) => kind === kinds.clock);
  const timeoutMs = timers.length > 0 ? Math.min(...timers.map(({ ms }) => ms)) : null;
  const onFiles = asked.filter(({ kind }) => kind !== kinds.clock);
  if (onFiles.length === 0) {
    if ((yield* calling.sys.sleep(timeoutMs ?? 0)) > 0) throw new Errno("EINTR");
    return writeEvents(
      calling.memory,
      events,
      result,
      timers.filter(({ ms }) => ms === timeoutMs),
      [],
    );
  }
  const found = yield* calling.sys.poll(
    onFiles.map(({ fd, kind }) => ({
      fd,
      events: kind === kinds.read ? { readable: true } : { writable: true },
    })),
    timeoutMs,
  );
  const ready = onFiles.flatMap((subscription) => {
    const became = found.find(
      ({ fd, events: given }) => fd === subscription.fd && concerns(subscription, given),
    );
    return became ? [{ subscription, became: became.events }] : [];
  });
  return writeEvents(calling.memory, events, result, ready.length > 0 ? [] : timers, ready);
}

function concerns({ kind }: Subscription, events: PollEvents): boolean {
  if (events.error || events.hangUp || events.invalid) return true;
  return (kind === kinds.read ? events.readable : events.writable) ?? false;
}

function readSubscription({ memory, sys }: Calling, address: number): Subscription {
  const record = memory.record(address, subscriptionBytes);
  const userData = record.getBigUint64(0, true);
  const kind = record.getUint8(8);
  if (kind !== kinds.clock) return { userData, kind, fd: record.getUint32(16, true), ms: 0 };
  const given = Number(record.getBigUint64(24, true)) / 1e6;
  const isAbsolute = (record.getUint16(40, true) & absolute) !== 0;
  const clock = record.getUint32(16, true) === 0 ? "realtime" : "monotonic";
  const ms = isAbsolute ? Math.max(0, given - sys.clock(clock)) : given;
  return { userData, kind, fd: -1, ms };
}

function writeEvents(
  memory: LinearMemory,
  address: number,
  result: number,
  timers: readonly Subscription[],
  ready: readonly { readonly subscription: Subscription; readonly became: PollEvents }[],
): number {
  const all = [...timers.map((subscription) => ({ subscription, became: null })), ...ready];
  all.forEach(({ subscription, became }, index) => {
    const at = address + index * eventBytes;
    memory.bytes(at, eventBytes).fill(0);
    const record = memory.record(at, eventBytes);
    record.setBigUint64(0, subscription.userData, true);
    if (became?.invalid) record.setUint16(8, wasiErrno("EBADF"), true);
    else if (became?.error) record.setUint16(8, wasiErrno("EPIPE"), true);
    record.setUint8(10, subscription.kind);
    if (became) record.setBigUint64(16, 1n, true);
    if (became?.hangUp) record.setUint16(24, hangUpFlag, true);
  });
  memory.setU32(result, all.length);
  return 0;
}
