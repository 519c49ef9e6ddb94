import { expect, test } from "vitest";
import { drive, finish } from "../../../support/drive.ts";
import { NetHost, type NetTask } from "../../../support/net-host.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const refusal = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};
const inet = (address: string, port: number) => ({ family: "inet", address, port }) as const;
const unix = (path: string) => ({ family: "unix", path }) as const;

function looped(): NetTask {
  const task = new NetHost().task(1);
  task.network.setLink("lo", { up: true });
  return task;
}

function listenAt(task: NetTask, address: string, port: number, backlog = 5): number {
  const { network } = task;
  const fd = network.socket("inet", "stream");
  network.bind(fd, inet(address, port));
  network.listen(fd, backlog);
  return fd;
}

/** A connection over the loopback: the connecting end and the accepted one. */
function connected(task: NetTask): {
  readonly near: number;
  readonly far: number;
  readonly listener: number;
} {
  const listener = listenAt(task, "127.0.0.1", 9000);
  const near = task.network.socket("inet", "stream");
  finish(task.network.connect(near, inet("127.0.0.1", 9000)));
  return { near, far: finish(task.network.accept(listener)).fd, listener };
}

test("a connection over the loopback carries bytes both ways, and both ends know their names", () => {
  const task = looped();
  const { calls, network } = task;
  const { near, far } = connected(task);
  finish(calls.write(near, bytesOf("ping")));
  finish(calls.write(far, bytesOf("pong")));

  expect([
    text(finish(calls.read(far, 100))),
    text(finish(calls.read(near, 100))),
    network.getsockname(near),
    network.getpeername(near),
    network.getsockname(far),
    network.getpeername(far),
  ]).toEqual([
    "ping",
    "pong",
    inet("127.0.0.1", 32_768),
    inet("127.0.0.1", 9000),
    inet("127.0.0.1", 9000),
    inet("127.0.0.1", 32_768),
  ]);
});

test("a connection over a cable is between the two namespaces' addresses", () => {
  const [one, other] = new NetHost().cabled();
  const listener = listenAt(other, "0.0.0.0", 80);
  const near = one.network.socket("inet", "stream");
  finish(one.network.connect(near, inet("10.0.0.2", 80)));
  const { fd, peer } = finish(other.network.accept(listener));
  finish(one.calls.write(near, new Uint8Array(3000)));

  expect([
    peer,
    other.network.getsockname(fd),
    finish(other.calls.read(fd, 10_000)).length,
    one.network.links()[1]?.sent,
  ]).toEqual([inet("10.0.0.1", 32_768), inet("10.0.0.2", 80), 3000, { bytes: 3000 + 5 * 66, packets: 5 }]);
});

test("connecting is refused as on Linux", () => {
  const host = new NetHost();
  const fresh = host.task(9);
  const [one, other] = host.cabled();
  const connect = (task: NetTask, address: string, port = 80) =>
    drive(task.network.connect(task.network.socket("inet", "stream"), inet(address, port)));
  const missing = connect(one, "10.0.0.9");
  const { untilMs } = missing;
  missing.timeOut();
  const behind = one.network.addRoute({ destination: null, gateway: "10.0.0.2", link: "eth0" });
  const silent = connect(one, "9.9.9.9");
  const silentUntilMs = silent.untilMs;
  silent.timeOut();

  expect([
    connect(fresh, "127.0.0.1").outcome,
    connect(one, "127.0.0.1").outcome,
    connect(one, "10.0.0.2").outcome,
    connect(other, "192.168.1.1").outcome,
    [untilMs, missing.outcome],
    [silentUntilMs, silent.outcome],
    behind,
  ]).toEqual([
    { refused: "ENETUNREACH" },
    { refused: "ECONNREFUSED" },
    { refused: "ECONNREFUSED" },
    { refused: "ENETUNREACH" },
    [3000, { refused: "EHOSTUNREACH" }],
    [127_000, { refused: "ETIMEDOUT" }],
    undefined,
  ]);
});

test("binding takes a free port and an address of the namespace", () => {
  const task = looped();
  const { network, caller } = task;
  const bind = (address: string, port: number) => {
    const fd = network.socket("inet", "stream");
    const refused = refusal(() => network.bind(fd, inet(address, port)));
    return refused ?? network.getsockname(fd);
  };
  const listener = listenAt(task, "127.0.0.1", 9000);

  const seen = [
    bind("0.0.0.0", 9000),
    bind("127.0.0.1", 9000),
    bind("127.0.0.2", 9000),
    bind("10.1.1.1", 9000),
    bind("127.0.0.1", 0),
    refusal(() => network.bind(listener, inet("127.0.0.1", 9001))),
    bind("127.0.0.1", 80),
  ];
  caller.uid = 1000;
  seen.push(bind("127.0.0.1", 81));
  caller.capabilities.add("CAP_NET_BIND_SERVICE");
  seen.push(bind("127.0.0.1", 81));
  expect(seen).toEqual([
    "EADDRINUSE",
    "EADDRINUSE",
    inet("127.0.0.2", 9000),
    "EADDRNOTAVAIL",
    inet("127.0.0.1", 32_768),
    "EINVAL",
    inet("127.0.0.1", 80),
    "EACCES",
    inet("127.0.0.1", 81),
  ]);
});

test("a closed listener frees its port and ends those that waited for it", () => {
  const task = looped();
  const { network, calls } = task;
  const listener = listenAt(task, "127.0.0.1", 9000);
  const near = network.socket("inet", "stream");
  finish(network.connect(near, inet("127.0.0.1", 9000)));
  calls.close(listener);
  const end = drive(calls.read(near, 10)).outcome;

  expect([end, refusal(() => listenAt(task, "127.0.0.1", 9000)), task.namespace.sockets.size]).toEqual([
    { refused: "ECONNRESET" },
    listener,
    2,
  ]);
});

test("a full backlog makes who connects wait until one is accepted", () => {
  const task = looped();
  const { network } = task;
  const listener = listenAt(task, "127.0.0.1", 9000, 0);
  const connect = () => drive(network.connect(network.socket("inet", "stream"), inet("127.0.0.1", 9000)));
  const [first, second] = [connect(), connect()];
  const before = [first.outcome, second.outcome];
  finish(network.accept(listener));

  expect([before, second.outcome]).toEqual([[{ value: undefined }, "waiting"], { value: undefined }]);
});

test("accept waits for a connection, or refuses without blocking", () => {
  const task = looped();
  const { network, calls } = task;
  const listener = listenAt(task, "127.0.0.1", 9000);
  const accepting = drive(network.accept(listener));
  const before = accepting.outcome;
  const near = network.socket("inet", "stream");
  finish(network.connect(near, inet("127.0.0.1", 9000)));
  const after = accepting.outcome;
  calls.setFdFlags(listener, { nonBlocking: true });

  expect([
    before,
    after,
    drive(network.accept(listener)).outcome,
    drive(network.accept(near)).outcome,
  ]).toEqual([
    "waiting",
    { value: { fd: near + 1, peer: inet("127.0.0.1", 32_768) } },
    { refused: "EAGAIN" },
    { refused: "EINVAL" },
  ]);
});

// The next three: what Linux 6.18 did with the same calls (Python, loopback).
test("writing to a TCP peer that closed succeeds once and then is EPIPE with SIGPIPE, reading is at the end", () => {
  const task = looped();
  const { calls, caller } = task;
  const { near, far } = connected(task);
  calls.close(far);
  const seen = [drive(calls.write(near, bytesOf("x"))).outcome, finish(calls.read(near, 10)).length];

  expect([seen, drive(calls.write(near, bytesOf("x"))).outcome, caller.jobs.sent]).toEqual([
    [{ value: 1 }, 0],
    { refused: "EPIPE" },
    ["self SIGPIPE"],
  ]);
});

test("a peer that closes without having read all resets the connection", () => {
  const task = looped();
  const { calls } = task;
  const { near, far } = connected(task);
  finish(calls.write(near, bytesOf("unread")));
  calls.close(far);

  expect([
    drive(calls.read(near, 10)).outcome,
    drive(calls.read(near, 10)).outcome,
    drive(calls.write(near, bytesOf("x"))).outcome,
  ]).toEqual([{ refused: "ECONNRESET" }, { value: new Uint8Array(0) }, { refused: "EPIPE" }]);
});

test("a connection half closed still carries the other way", () => {
  const task = looped();
  const { calls, network } = task;
  const { near, far } = connected(task);
  network.shutdown(near, "write");
  finish(calls.write(far, bytesOf("late")));

  expect([
    finish(calls.read(far, 10)).length,
    text(finish(calls.read(near, 10))),
    drive(calls.write(near, bytesOf("x"))).outcome,
    refusal(() => network.shutdown(network.socket("inet", "stream"), "both")),
  ]).toEqual([0, "late", { refused: "EPIPE" }, "ENOTCONN"]);
});

test("calls on sockets that are not ready for them are refused as on Linux", () => {
  const { network, calls } = looped();
  const [tcp, udp, local] = [
    network.socket("inet", "stream"),
    network.socket("inet", "datagram"),
    network.socket("unix", "stream"),
  ];
  const pipe = finish(calls.open("/dev/null"));

  expect([
    drive(calls.write(tcp, bytesOf("x"))).outcome,
    drive(calls.read(tcp, 1)).outcome,
    refusal(() => network.getpeername(tcp)),
    network.getsockname(tcp),
    drive(calls.write(udp, bytesOf("x"))).outcome,
    refusal(() => network.listen(udp, 1)),
    drive(calls.write(local, bytesOf("x"))).outcome,
    drive(calls.read(local, 1)).outcome,
    refusal(() => network.listen(local, 1)),
    refusal(() => network.listen(pipe, 1)),
    calls.fstat(tcp).type,
  ]).toEqual([
    { refused: "EPIPE" },
    { refused: "ENOTCONN" },
    "ENOTCONN",
    inet("0.0.0.0", 0),
    { refused: "EDESTADDRREQ" },
    "EOPNOTSUPP",
    { refused: "ENOTCONN" },
    { refused: "EINVAL" },
    "EINVAL",
    "ENOTSOCK",
    "socket",
  ]);
});

test("a stream's buffer is bounded and paid by the writer until it is read", () => {
  const task = looped();
  const { calls, caller } = task;
  const { near, far } = connected(task);
  const writer = drive(calls.write(near, new Uint8Array(1_000_000)));
  const held = { outcome: writer.outcome, charged: caller.account.chargedBytes("sock") };
  let received = 0;
  while (writer.outcome === "waiting") received += finish(calls.read(far, 65_536)).length;
  while (received < 1_000_000) received += finish(calls.read(far, 65_536)).length;

  expect([held, writer.outcome, received, caller.account.totalBytes]).toEqual([
    { outcome: "waiting", charged: 212_992 },
    { value: 1_000_000 },
    1_000_000,
    0,
  ]);
});

test("poll sees connections to accept, bytes, and a peer that has gone", () => {
  const task = looped();
  const { calls, io, network } = task;
  const ready = (fd: number) =>
    finish(io.poll([{ fd, events: { readable: true, writable: true } }], 0))[0]?.events;
  const { near, far, listener } = connected(task);
  const idle = [ready(listener), ready(near)];
  finish(network.connect(network.socket("inet", "stream"), inet("127.0.0.1", 9000)));
  finish(calls.write(far, bytesOf("x")));
  const busy = [ready(listener), ready(near)];
  const [one, other] = network.socketPair("stream");
  calls.close(other);

  expect([idle, busy, ready(one)]).toEqual([
    [undefined, { writable: true }],
    [{ readable: true }, { readable: true, writable: true }],
    { readable: true, writable: true, hangUp: true },
  ]);
});

test("datagrams keep their borders and say who sent them", () => {
  const [one, other] = new NetHost().cabled();
  const to = other.network.socket("inet", "datagram");
  other.network.bind(to, inet("0.0.0.0", 53));
  const from = one.network.socket("inet", "datagram");
  finish(one.network.sendTo(from, bytesOf("first"), inet("10.0.0.2", 53)));
  finish(one.network.sendTo(from, bytesOf("second"), inet("10.0.0.2", 53)));

  expect([finish(other.network.receiveFrom(to, 3)), finish(other.network.receiveFrom(to, 100))]).toEqual([
    { bytes: bytesOf("fir"), from: inet("10.0.0.1", 32_768) },
    { bytes: bytesOf("second"), from: inet("10.0.0.1", 32_768) },
  ]);
});

test("a datagram to nobody is lost, and a connected socket hears of it at its next call", () => {
  const { calls, network } = looped();
  const [free, tied] = [network.socket("inet", "datagram"), network.socket("inet", "datagram")];
  finish(network.connect(tied, inet("127.0.0.1", 7777)));

  expect([
    drive(network.sendTo(free, bytesOf("x"), inet("127.0.0.1", 7777))).outcome,
    drive(calls.write(tied, bytesOf("x"))).outcome,
    drive(calls.write(tied, bytesOf("x"))).outcome,
    drive(network.sendTo(free, new Uint8Array(70_000), inet("127.0.0.1", 1))).outcome,
    drive(network.sendTo(free, bytesOf("x"), inet("8.8.8.8", 1))).outcome,
  ]).toEqual([
    { value: 1 },
    { value: 1 },
    { refused: "ECONNREFUSED" },
    { refused: "EMSGSIZE" },
    { refused: "ENETUNREACH" },
  ]);
});

test("datagrams nobody reads are lost once the buffer is full", () => {
  const { caller, network } = looped();
  const to = network.socket("inet", "datagram");
  network.bind(to, inet("127.0.0.1", 53));
  const from = network.socket("inet", "datagram");
  for (let sent = 0; sent < 100; sent += 1)
    finish(network.sendTo(from, new Uint8Array(10_000), inet("127.0.0.1", 53)));

  expect(caller.account.chargedBytes("sock")).toBe(20 * 10_256);
});

test("a local socket is a file that others connect to, while someone listens", () => {
  const host = new NetHost();
  const [server, client] = [host.task(1), host.task(2)];
  const listener = server.network.socket("unix", "stream");
  server.network.bind(listener, unix("/socket"));
  const connect = () =>
    drive(client.network.connect(client.network.socket("unix", "stream"), unix("/socket")));
  const early = connect().outcome;
  server.network.listen(listener, 5);
  const near = client.network.socket("unix", "stream");
  finish(client.network.connect(near, unix("/socket")));
  const { fd, peer } = finish(server.network.accept(listener));
  finish(client.calls.write(near, bytesOf("hello")));
  const heard = text(finish(server.calls.read(fd, 10)));
  const names = [client.network.getpeername(near), server.network.getsockname(fd)];
  server.calls.close(listener);

  expect([early, peer, heard, names, client.calls.stat("/socket").type, connect().outcome]).toEqual([
    { refused: "ECONNREFUSED" },
    unix(""),
    "hello",
    [unix("/socket"), unix("/socket")],
    "socket",
    { refused: "ECONNREFUSED" },
  ]);
});

test("names of local sockets are refused as on Linux", () => {
  const { calls, network } = new NetHost().task(1);
  const bind = (path: string) => refusal(() => network.bind(network.socket("unix", "stream"), unix(path)));
  const connect = (path: string, type: "stream" | "datagram" = "stream") =>
    drive(network.connect(network.socket("unix", type), unix(path))).outcome;
  bind("/s");
  calls.writeFile("/file", "");

  expect([
    bind("/s"),
    bind("/none/s"),
    bind(`/${"x".repeat(107)}`),
    connect("/none"),
    connect("/file"),
    connect("/s", "datagram"),
    drive(calls.open("/s")).outcome,
  ]).toEqual([
    "EADDRINUSE",
    "ENOENT",
    "EINVAL",
    { refused: "ENOENT" },
    { refused: "ECONNREFUSED" },
    { refused: "EPROTOTYPE" },
    { refused: "ENXIO" },
  ]);
});

test("a local listener's backlog holds one more than was said, then without blocking refuses", () => {
  const { calls, network } = new NetHost().task(1);
  const listener = network.socket("unix", "stream");
  network.bind(listener, unix("/s"));
  network.listen(listener, 0);
  const connect = () => {
    const fd = network.socket("unix", "stream");
    calls.setFdFlags(fd, { nonBlocking: true });
    return drive(network.connect(fd, unix("/s"))).outcome;
  };

  expect([connect(), connect(), connect()]).toEqual([
    { value: undefined },
    { refused: "EAGAIN" },
    { refused: "EAGAIN" },
  ]);
});

test("abstract names are the namespace's own, and free when their socket is closed", () => {
  const host = new NetHost();
  const [one, other] = [host.task(1), host.task(2)];
  const bind = (task: NetTask) => {
    const fd = task.network.socket("unix", "datagram");
    return refusal(() => task.network.bind(fd, unix("\0name"))) ?? fd;
  };
  const first = bind(one);
  const seen = [bind(one), bind(other)];
  if (typeof first === "number") one.calls.close(first);

  expect([seen, bind(one)]).toEqual([["EADDRINUSE", 0], 0]);
});

test("local datagrams are never lost: after eleven the sender waits", () => {
  const { network, calls } = new NetHost().task(1);
  const to = network.socket("unix", "datagram");
  network.bind(to, unix("\0to"));
  const from = network.socket("unix", "datagram");
  calls.setFdFlags(from, { nonBlocking: true });
  let sent = 0;
  while (typeof drive(network.sendTo(from, bytesOf("x"), unix("\0to"))).outcome === "object" && sent < 11)
    sent += 1;
  const full = drive(network.sendTo(from, bytesOf("x"), unix("\0to"))).outcome;
  calls.setFdFlags(from, { nonBlocking: false });
  const waiting = drive(network.sendTo(from, bytesOf("y"), unix("\0to")));
  const before = waiting.outcome;
  const message = finish(network.receiveFrom(to, 10));
  const after = waiting.outcome;
  calls.close(to);

  expect([
    sent,
    full,
    before,
    message,
    after,
    drive(network.sendTo(from, bytesOf("x"), unix("\0to"))).outcome,
  ]).toEqual([
    11,
    { refused: "EAGAIN" },
    "waiting",
    { bytes: bytesOf("x"), from: null },
    { value: 1 },
    { refused: "ECONNREFUSED" },
  ]);
});

test("a pair of local sockets is connected from the start; a close is noticed at once", () => {
  const { network, calls, caller } = new NetHost().task(1);
  const [one, other] = network.socketPair("stream");
  finish(calls.write(one, bytesOf("hi")));
  const heard = text(finish(calls.read(other, 10)));
  calls.close(one);
  const [left, right] = network.socketPair("datagram");
  finish(calls.write(left, bytesOf("a")));
  finish(calls.write(left, bytesOf("b")));

  expect([
    heard,
    finish(calls.read(other, 10)).length,
    drive(calls.write(other, bytesOf("x"))).outcome,
    caller.jobs.sent,
    text(finish(calls.read(right, 10))),
  ]).toEqual(["hi", 0, { refused: "EPIPE" }, ["self SIGPIPE"], "a"]);
});

test("closing sockets gives back what waited in them", () => {
  const task = looped();
  const { calls, network, caller } = task;
  const { near, far, listener } = connected(task);
  const [one, other] = network.socketPair("datagram");
  finish(calls.write(near, new Uint8Array(1000)));
  finish(calls.write(one, new Uint8Array(1000)));
  for (const fd of [near, far, listener, one, other]) calls.close(fd);

  expect([caller.account.totalBytes, task.namespace.sockets.size]).toEqual([0, 0]);
});

test("ss sees every socket of the namespace", () => {
  const task = looped();
  const { calls, network } = task;
  const { near } = connected(task);
  finish(calls.write(near, bytesOf("abc")));

  expect(
    network
      .sockets()
      .map(({ state, local, peer, receiveQueueBytes, sendQueueBytes, pid }) => [
        state,
        local,
        peer,
        receiveQueueBytes,
        sendQueueBytes,
        pid,
      ]),
  ).toEqual([
    ["listening", "127.0.0.1:9000", "0.0.0.0:*", 0, 5, 1],
    ["connected", "127.0.0.1:32768", "127.0.0.1:9000", 0, 3, 1],
    ["connected", "127.0.0.1:9000", "127.0.0.1:32768", 3, 0, 1],
  ]);
});
