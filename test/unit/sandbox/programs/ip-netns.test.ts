import { expect, test } from "vitest";
import { Userland } from "./userland.ts";

test("a link goes to a net namespace by its name, at its making and later, or to that of a process", async () => {
  const ran = await new Userland({}).run(
    [
      "ip netns add red; ip netns add blue",
      "ip link add r type veth peer name b netns blue",
      "ip link set r netns red",
      "ip -n red addr add 10.0.0.1/24 dev r; ip -n red link set r up",
      "ip -n blue addr add 10.0.0.2/24 dev b; ip -n blue link set b up",
      "ip netns exec red ping -c 1 10.0.0.2 >/dev/null; echo $?",
      "ip -br link | cut -d' ' -f1",
      "ip link add x type veth peer name y; unshare -n sleep 1000 & sleep 1",
      "ip link set x netns $!; ip link set y netns green",
      "ip link | grep -c ' y@'",
    ].join("\n"),
  );
  expect(ran).toEqual({
    status: 0,
    out: "0\nlo\n1\n",
    err: `Error: argument "green" is wrong: Invalid "netns" value\n\n`,
  });
});
