import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { test } from "./page-test.ts";

const kinds = ["pid", "net", "mnt", "uts", "ipc", "user", "cgroup"] as const;
type Kind = (typeof kinds)[number];

/** What is seen from inside by each kind: of the host, or of itself alone. The host's part is made by `prepare`. */
const looks: Readonly<Record<Kind, string>> = {
  pid: "ps -e -o comm | grep -c sandbox-shim | sed 's/^[1-9].*/some/'",
  net: "ip -br link | grep -c ^cable",
  mnt: "grep -c /mnt/of-the-host /proc/mounts",
  uts: "hostname",
  ipc: "ipcs -q | grep -c ^0x",
  user: "cat /proc/self/uid_map | tr -s ' '",
  cgroup: "sed 's/[0-9a-f]*$/ID/' /proc/self/cgroup",
};
const prepare =
  "mkdir /mnt/of-the-host; mount -t tmpfs none /mnt/of-the-host; ipcmk -Q; ip link add cable0 type veth peer name cable1";

const own: Readonly<Record<Kind, string>> = {
  pid: "0",
  net: "0",
  mnt: "0",
  uts: "box",
  ipc: "0",
  user: " 0 N 65536",
  cgroup: "0::/ID",
};
const leaks: Readonly<Record<Kind, string>> = {
  pid: "some",
  net: "2",
  mnt: "1",
  uts: "host",
  ipc: "1",
  user: " 0 0 4294967295",
  cgroup: "0::/guesthouse/ID",
};

/** Starts a sandbox by the dialog that shares `shared`, asks it all, and removes it. */
async function answers(page: Page, shared: Kind | null): Promise<Record<string, string>> {
  await page.keyboard.press("Shift+S");
  const dialog = page.locator("gh-add-sandbox-dialog");
  await dialog.getByRole("textbox", { name: "Name", exact: true }).fill("box");
  await dialog.getByText("Network and namespaces").click();
  if (shared) await dialog.getByRole("switch", { name: shared }).click();
  await dialog.getByRole("button", { name: "Start the sandbox" }).click();
  await page.waitForFunction(() => guesthouse.machines[0]?.state === "running");
  const script = kinds.map((kind) => `echo "${kind}=$(${looks[kind]})"`).join("; ");
  const output = await page.evaluate(async (command) => {
    const [machine] = guesthouse.machines;
    if (!machine) throw new Error("no machine");
    const { output: found } = await machine.execute(command, { signal: AbortSignal.timeout(20_000) });
    await machine.destroy();
    await machine.remove();
    return found;
  }, script);
  await page.keyboard.press("Control+Alt+g");
  return Object.fromEntries(
    output.split("\n").map((line) => {
      const [kind = "", ...rest] = line.split("=");
      return [kind, rest.join("=").replace(/ 0 \d+ 65536/, " 0 N 65536")];
    }),
  );
}

describe("a sandbox with a namespace of the host's", () => {
  test("sees just what that one kept apart, kind by kind", async ({ open }) => {
    const page = await open();
    await page.evaluate((command) => guesthouse.host.execute(command), prepare);
    const found: Record<string, Record<string, string>> = {};
    for (const shared of [null, ...kinds]) {
      found[shared ?? "none"] = await answers(page, shared);
    }
    const expected = Object.fromEntries(kinds.map((kind) => [kind, { ...own, [kind]: leaks[kind] }]));
    expect(found).toEqual({
      none: own,
      ...expected,
      // With the host's mounts come its /proc, and so its processes.
      mnt: { ...own, mnt: leaks.mnt, pid: leaks.pid },
    });
  });
});
