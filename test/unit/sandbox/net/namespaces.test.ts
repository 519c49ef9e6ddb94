import { expect, test } from "vitest";
import { netFiles } from "../../../../src/sandbox/kernel/net/proc-net.ts";
import { drive, finish } from "../../../support/drive.ts";
import { NetHost } from "../../../support/net-host.ts";

const refusal = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};
const inet = (address: string, port: number) => ({ family: "inet", address, port }) as const;

test("a new namespace has only a loopback, which is down and without an address", () => {
  const { network } = new NetHost().task(1);

  expect([network.links(), network.routes()]).toEqual([
    [
      {
        index: 1,
        name: "lo",
        kind: "loopback",
        up: false,
        carrier: false,
        mtu: 65_536,
        hardwareAddress: "00:00:00:00:00:00",
        addresses: [],
        peerIndex: null,
        peerHere: false,
        received: { bytes: 0, packets: 0 },
        sent: { bytes: 0, packets: 0 },
      },
    ],
    [],
  ]);
});

test("the loopback has 127.0.0.1/8 from when it first goes up", () => {
  const { network } = new NetHost().task(1);
  network.setLink("lo", { up: true });
  network.setLink("lo", { up: false });
  network.setLink("lo", { up: true });

  expect(network.links().map(({ up, addresses }) => ({ up, addresses }))).toEqual([
    { up: true, addresses: ["127.0.0.1/8"] },
  ]);
});

test("a cable has an end in each namespace, and carries when both are up", () => {
  const host = new NetHost();
  const [one, other] = [host.task(1), host.task(2)];
  one.network.addVeth("veth0", "eth0", 2);
  one.network.setLink("veth0", { up: true });
  const half = one.network.links()[1]?.carrier;
  other.network.setLink("eth0", { up: true });
  const [mine, its] = [one.network.links()[1], other.network.links()[1]];

  expect([half, mine, its?.name, its?.peerIndex]).toEqual([
    false,
    {
      index: 2,
      name: "veth0",
      kind: "veth",
      up: true,
      carrier: true,
      mtu: 1500,
      hardwareAddress: "02:02:02:02:02:02",
      addresses: [],
      peerIndex: 2,
      peerHere: false,
      received: { bytes: 0, packets: 0 },
      sent: { bytes: 0, packets: 0 },
    },
    "eth0",
    2,
  ]);
});

test("deleting an end, or its namespace, takes the other end away", () => {
  const host = new NetHost();
  const [one, other, third] = [host.task(1), host.task(2), host.task(3)];
  one.network.addVeth("a", "b", 2);
  one.network.addVeth("c", "d", 3);
  other.network.deleteLink("b");
  third.namespace[Symbol.dispose]();

  expect([one, other].map(({ network }) => network.links().map(({ name }) => name))).toEqual([
    ["lo"],
    ["lo"],
  ]);
});

test("changes of links are refused as ip(8) is", () => {
  const host = new NetHost();
  const { network } = host.task(1);
  network.addVeth("a", "b");
  network.setLink("a", { up: true });

  expect([
    refusal(() => network.addVeth("a", "c")),
    refusal(() => network.addVeth("c", "b")),
    refusal(() => network.addVeth("a-name-that-is-too-long", "c")),
    refusal(() => network.addVeth("c", "d", 99)),
    refusal(() => network.deleteLink("lo")),
    refusal(() => network.deleteLink("none")),
    refusal(() => network.setLink("a", { newName: "x" })),
    refusal(() => network.setLink("b", { newName: "a" })),
    refusal(() => network.setLink("b", { mtu: 1 })),
    network.links().map(({ name }) => name),
  ]).toEqual([
    "EEXIST",
    "EEXIST",
    "EINVAL",
    "ESRCH",
    "EOPNOTSUPP",
    "ENODEV",
    "EBUSY",
    "EEXIST",
    "EINVAL",
    ["lo", "b", "a"],
  ]);
});

test("changing the network takes CAP_NET_ADMIN", () => {
  const { network, caller } = new NetHost().task(1);
  caller.uid = 1000;
  const calls = [
    () => network.setLink("lo", { up: true }),
    () => network.addVeth("a", "b"),
    () => network.addAddress("lo", "10.0.0.1/8"),
    () => network.addRoute({ destination: null, gateway: null, link: "lo" }),
  ];
  const refused = calls.map(refusal);
  caller.capabilities.add("CAP_NET_ADMIN");

  expect([refused, refusal(() => network.setLink("lo", { up: true }))]).toEqual([
    ["EPERM", "EPERM", "EPERM", "EPERM"],
    undefined,
  ]);
});

test("addresses bring routes while their interface is up, and added ones stand beside them", () => {
  const [{ network }] = new NetHost().cabled();
  network.addRoute({ destination: null, gateway: "10.0.0.2", link: "eth0" });
  network.addRoute({ destination: "192.168.7.0/24", gateway: "10.0.0.2", link: "eth0" });
  const all = network.routes();
  network.deleteRoute(null);
  const without = network.routes().length;
  network.setLink("eth0", { up: false });

  expect([all, without, network.routes()]).toEqual([
    [
      { destination: null, gateway: "10.0.0.2", link: "eth0" },
      { destination: "10.0.0.0/24", gateway: null, link: "eth0" },
      { destination: "192.168.7.0/24", gateway: "10.0.0.2", link: "eth0" },
    ],
    2,
    [],
  ]);
});

test("routes and addresses are refused as ip(8) is", () => {
  const [{ network }] = new NetHost().cabled();
  const route = (destination: string | null, gateway: string | null, link = "eth0") =>
    refusal(() => network.addRoute({ destination, gateway, link }));
  network.addVeth("down", "peer");

  expect([
    route(null, "10.9.9.9"),
    route("10.0.0.0/24", null),
    route("10.0.0.1/24", null),
    route(null, null, "none"),
    route(null, null, "down"),
    refusal(() => network.deleteRoute("1.2.3.0/24")),
    refusal(() => network.addAddress("eth0", "10.0.0.1/24")),
    refusal(() => network.addAddress("eth0", "10.0.0.300/24")),
    refusal(() => network.addAddress("eth0", "10.0.0.3/33")),
    refusal(() => network.deleteAddress("eth0", "10.0.0.3/24")),
  ]).toEqual([
    "ENETUNREACH",
    "EEXIST",
    "EINVAL",
    "ENODEV",
    "ENETDOWN",
    "ESRCH",
    "EEXIST",
    "EINVAL",
    "EINVAL",
    "EADDRNOTAVAIL",
  ]);
});

test("ping comes back over the loopback and over a cable, and says why where it does not", () => {
  const host = new NetHost();
  const [one, other] = host.cabled();
  const fresh = host.task(9);
  const missing = drive(one.network.ping("10.0.0.77", 10_000));
  const { untilMs } = missing;
  missing.timeOut();
  one.network.addRoute({ destination: null, gateway: "10.0.0.2", link: "eth0" });
  const beyond = drive(one.network.ping("8.8.8.8", 1000));
  const beyondUntilMs = beyond.untilMs;
  beyond.timeOut();

  expect([
    finish(one.network.ping("127.0.0.1", 1000)),
    finish(one.network.ping("10.0.0.2", 1000)),
    finish(one.network.ping("10.0.0.1", 1000)),
    drive(other.network.ping("8.8.8.8", 1000)).outcome,
    drive(fresh.network.ping("127.0.0.1", 1000)).outcome,
    [untilMs, missing.outcome],
    [beyondUntilMs, beyond.outcome],
  ]).toEqual([
    0,
    0,
    0,
    { refused: "ENETUNREACH" },
    { refused: "ENETUNREACH" },
    [3000, { refused: "EHOSTUNREACH" }],
    [1000, { refused: "ETIMEDOUT" }],
  ]);
});

test("nobody answers over a cable whose other end is down", () => {
  const [one, other] = new NetHost().cabled();
  other.network.setLink("eth0", { up: false });
  const pinging = drive(one.network.ping("10.0.0.2", 10_000));
  pinging.timeOut();

  expect([one.network.links()[1]?.carrier, pinging.outcome]).toEqual([false, { refused: "EHOSTUNREACH" }]);
});

test("a neighbour without a way back is not heard", () => {
  const [one, other] = new NetHost().cabled();
  other.network.deleteAddress("eth0", "10.0.0.2/24");
  other.network.addAddress("eth0", "10.0.0.2/32");
  const pinging = drive(one.network.ping("10.0.0.2", 500));
  pinging.timeOut();

  expect(pinging.outcome).toEqual({ refused: "ETIMEDOUT" });
});

test("interfaces count what passes, with Ethernet's headers", () => {
  const [one, other] = new NetHost().cabled();
  finish(one.network.ping("10.0.0.2", 1000));
  const counted = [one, other]
    .map(({ network }) => network.links()[1])
    .map((link) => [link?.sent, link?.received]);

  expect(counted).toEqual([
    [
      { bytes: 98, packets: 1 },
      { bytes: 98, packets: 1 },
    ],
    [
      { bytes: 98, packets: 1 },
      { bytes: 98, packets: 1 },
    ],
  ]);
});

test("a port on a cable's end takes frames out of it and puts others in", () => {
  const host = new NetHost();
  const task = host.task(1);
  task.network.addVeth("vnet0", "eth0", 1);
  for (const name of ["vnet0", "eth0"]) task.network.setLink(name, { up: true });
  const [outer, inner] = [task.namespace.link("vnet0"), task.namespace.link("eth0")];
  const [port, far] = [outer.openPort(), inner.openPort()];
  const seen: number[] = [];
  port.onFrame.listen((frame) => seen.push(frame.length));
  far.onFrame.listen((frame) => seen.push(-frame.length));
  far.send(new Uint8Array(60));
  port.send(new Uint8Array(100));
  const busy = refusal(() => outer.openPort());
  port[Symbol.dispose]();
  far.send(new Uint8Array(60));

  expect([
    seen,
    busy,
    outer.hasPort,
    outer.received,
    refusal(() => task.namespace.link("lo").openPort()),
  ]).toEqual([[60, -100], "EBUSY", false, { bytes: 120, packets: 2 }, "EINVAL"]);
});

test("/proc/net reads as on Linux", () => {
  const [{ network, namespace }] = new NetHost().cabled();
  network.addRoute({ destination: null, gateway: "10.0.0.2", link: "eth0" });
  const listener = network.socket("inet", "stream");
  network.bind(listener, inet("127.0.0.1", 9000));
  network.listen(listener, 1);
  finish(network.connect(network.socket("inet", "stream"), inet("127.0.0.1", 9000)));
  network.bind(network.socket("inet", "datagram"), inet("0.0.0.0", 53));
  network.bind(network.socket("unix", "datagram"), { family: "unix", path: "\0name" });

  expect({
    dev: netFiles.dev(namespace).split("\n").slice(2),
    route: netFiles
      .route(namespace)
      .trim()
      .split("\n")
      .slice(1)
      .map((line) => line.trim()),
    tcp: netFiles
      .tcp(namespace)
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().slice(0, 84)),
    udp: netFiles
      .udp(namespace)
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.trim().slice(0, 33)),
    unix: netFiles.unix(namespace),
    inet6: netFiles.if_inet6(namespace),
  }).toEqual({
    dev: [
      "    lo:     198       3    0    0    0     0          0         0      198       3    0    0    0     0       0          0",
      "  eth0:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0",
      "",
    ],
    route: [
      "eth0\t00000000\t0200000A\t0003\t0\t0\t0\t00000000\t0\t0\t0",
      "eth0\t0000000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0",
    ],
    tcp: [
      "0: 0100007F:2328 00000000:0000 0A 00000000:00000001 00:00000000 00000000     0      ",
      "1: 0100007F:8000 0100007F:2328 01 00000000:00000000 00:00000000 00000000     0      ",
      "2: 0100007F:2328 0100007F:8000 01 00000000:00000000 00:00000000 00000000     0      ",
    ],
    udp: ["0: 00000000:0035 00000000:0000 07"],
    unix:
      "Num       RefCount Protocol Flags    Type St Inode Path\n" +
      "0000000000000000: 00000002 00000000 00000000 0002 01  5004 @name\n",
    inet6: "",
  });
});

test("a link goes to another process's namespace down and bare, under an index that is free there", () => {
  const host = new NetHost();
  const [one, other] = [host.task(1), host.task(2)];
  one.network.addVeth("veth0", "veth1");
  for (const name of ["veth0", "veth1"]) one.network.setLink(name, { up: true });
  one.network.addAddress("veth1", "10.0.0.1/24");
  other.network.addVeth("veth0", "peer");
  const taken = refusal(() => one.network.setLink("veth0", { namespacePid: 2 }));
  one.network.setLink("veth1", { namespacePid: 2 });
  const moved = other.network.links().find(({ name }) => name === "veth1");

  expect({
    taken,
    loopback: refusal(() => one.network.setLink("lo", { namespacePid: 2 })),
    nobody: refusal(() => one.network.setLink("veth0", { namespacePid: 99 })),
    left: one.network.links().map(({ name }) => name),
    routes: one.network.routes(),
    moved: moved && [moved.index, moved.up, moved.addresses, moved.peerIndex],
  }).toEqual({
    taken: "EEXIST",
    loopback: "EINVAL",
    nobody: "ESRCH",
    left: ["lo", "veth0"],
    routes: [],
    moved: [4, false, [], 3],
  });
});
