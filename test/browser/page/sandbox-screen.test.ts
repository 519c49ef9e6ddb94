import { packTar } from "modern-tar";
import { createHash } from "node:crypto";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { axeFindings } from "./axe-findings.ts";
import { longTaskRetries, longTasksDuring } from "./long-tasks.ts";
import { samplesPass } from "./page-guest.ts";
import { addSandbox } from "./page-sandbox.ts";
import { phone, test, wide } from "./page-test.ts";

/** What every machine is, in order. */
function machines(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => guesthouse.machines.map(({ kind, name, state }) => `${kind} ${name} ${state}`));
}

/** Runs a command at the prompt of the machine at `index`. */
function run(page: Page, index: number, command: string): Promise<{ output: string; exitCode: number }> {
  return page.evaluate(
    async ([at, line]) => {
      const machine = guesthouse.machines[at];
      if (!machine) throw new Error("no such machine");
      return await machine.console.run(line, { signal: AbortSignal.timeout(20_000) });
    },
    [index, command] as const,
  );
}

describe("a sandbox on the screen", () => {
  test("is one key away, and its console then has the keyboard", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("s");
    await page.getByText("releases the keyboard").waitFor();
    await page.evaluate(() => guesthouse.machines[0]?.console.waitFor(/# $/));
    await page.keyboard.type("echo typed as $(id -un)\n");
    await page.evaluate(() => guesthouse.machines[0]?.console.waitFor(/\ntyped as root/));
    expect(await machines(page)).toEqual(["sandbox system-1 running"]);
  });

  test("gives its console the keyboard beside others too; of several, the last one's", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("s");
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.press("Control+Alt+g");
    await page.evaluate(() => {
      const press = () => new KeyboardEvent("keydown", { key: "s", bubbles: true, composed: true });
      document.body.dispatchEvent(press());
      document.body.dispatchEvent(press());
    });
    await page.getByText("releases the keyboard").waitFor();
    await page.evaluate(() => guesthouse.machines[2]?.console.waitFor(/# $/));
    await page.keyboard.type("echo typed on $(hostname)\n");
    await page.evaluate(() => guesthouse.machines[2]?.console.waitFor(/\ntyped on system-3/));
    expect((await machines(page)).length).toBe(3);
  });

  test("adds no kernel, where a guest adds one", async ({ open }) => {
    const page = await open();
    await page.getByRole("button", { name: "Sandbox", exact: true }).click();
    await page.getByText("1 kernel · 0 guests · 1 sandbox").waitFor();
    await page.getByRole("button", { name: "Guest", exact: true }).click();
    await page.getByText("2 kernels · 1 guest · 1 sandbox").waitFor();
    expect((await machines(page)).length).toBe(2);
  });

  test("comes from the dialog as often as asked, with its limits", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("Shift+S");
    const dialog = page.locator("gh-add-sandbox-dialog");
    await dialog.getByRole("spinbutton", { name: "Memory" }).fill("8");
    await dialog.getByLabel("How many").fill("5");
    await dialog.getByRole("button", { name: "Start 5 sandboxes" }).click();
    await expect.poll(() => machines(page), { timeout: 20_000 }).toHaveLength(5);
    await page.evaluate(() => guesthouse.machines[4]?.console.waitFor(/# $/));
    expect((await run(page, 4, "cat /sys/fs/cgroup/memory.max")).output).toBe(String(8 * 1024 ** 2));
  });

  test("starts twenty times without a long task", { retry: longTaskRetries }, async ({ open }) => {
    const page = await open();
    await addSandbox(page);
    await page.keyboard.press("Control+Alt+g");
    const long = await longTasksDuring(page, async () => {
      await page.keyboard.press("Shift+S");
      const dialog = page.locator("gh-add-sandbox-dialog");
      await dialog.getByLabel("How many").fill("19");
      await dialog.getByRole("button", { name: "Start 19 sandboxes" }).click();
      await expect
        .poll(async () => (await machines(page)).filter((each) => each.endsWith("running")).length, {
          timeout: 20_000,
        })
        .toBe(20);
      // Of a crowd the first eight have tiles.
      await page.locator("gh-console-tile").nth(7).locator(".xterm-rows").waitFor();
    });
    expect(long).toEqual([]);
  });
});

describe("the host console", () => {
  test("opens by a key and by its row, and sees the sandboxes' processes", async ({ open }) => {
    const page = await open();
    await addSandbox(page, { name: "web" });
    await page.evaluate(() => void guesthouse.host.console);
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("h");
    await page.evaluate(() => guesthouse.host.console.waitFor(/# $/));
    await page.locator("gh-host-tile").getByText("releases the keyboard").waitFor();
    await page.keyboard.type("sandbox ps\n");
    await page.evaluate(() => guesthouse.host.console.waitFor(/ web\s/));
    await page.keyboard.press("Control+Alt+g");
    await page.getByRole("button", { name: "Hide the host console" }).first().click();
    await page.locator("gh-host-tile").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "host console" }).click();
    await page.locator("gh-host-tile").waitFor();
    expect((await page.evaluate(() => guesthouse.host.console.run("id -u"))).output).toBe("0");
  });
});

describe("the details of a sandbox", () => {
  test("let a limit be written that it then obeys, and show what the kernel refuses", async ({ open }) => {
    const page = await open();
    await addSandbox(page, { name: "web" });
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("i");
    const field = page.getByLabel("pids.max");
    await field.fill("nonsense");
    await field.press("Enter");
    await page.getByText("Invalid argument (EINVAL)").waitFor();
    const memory = page.getByLabel("memory.max");
    await memory.fill("4M");
    await memory.press("Enter");
    await expect.poll(() => memory.inputValue()).toBe(String(4 * 1024 ** 2));
    const hog = await run(page, 0, "head -c 8M /dev/zero >/tmp/hog; echo $?; : >/tmp/hog");
    const events = await run(page, 0, "cat /sys/fs/cgroup/memory.events");
    expect({ killed: /137|Killed/.test(hog.output), events: /oom_kill [1-9]/.test(events.output) }).toEqual({
      killed: true,
      events: true,
    });
  });

  test("tell what it changed of its image", async ({ open }) => {
    const page = await open();
    await addSandbox(page, { name: "web" });
    await run(page, 0, "echo x >/root/mine; rm /etc/group");
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("i");
    await page.getByRole("tab", { name: "Files" }).click();
    await page.getByRole("row", { name: "added /root/mine 2 B" }).waitFor();
    await page.getByRole("row", { name: "removed /etc/group" }).waitFor();
    expect(await machines(page)).toEqual(["sandbox web running"]);
  });
});

type TarEntry = Parameters<typeof packTar>[0][number];

const directory = (name: string): TarEntry => ({ header: { name, size: 0, type: "directory", mode: 0o755 } });
const file = (name: string, body: string | Uint8Array, mode = 0o644): TarEntry => {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  return { header: { name, size: bytes.byteLength, type: "file", mode }, body: bytes };
};

/** An OCI archive of one layer with these entries, which runs `command`. */
async function ociArchive(entries: readonly TarEntry[], command: readonly string[]): Promise<Uint8Array> {
  const blobs: TarEntry[] = [];
  const blob = (bytes: Uint8Array): { digest: string; size: number } => {
    const hex = createHash("sha256").update(bytes).digest("hex");
    blobs.push(file(`blobs/sha256/${hex}`, bytes));
    return { digest: `sha256:${hex}`, size: bytes.byteLength };
  };
  const json = (value: unknown): { digest: string; size: number } =>
    blob(new TextEncoder().encode(JSON.stringify(value)));
  const layer = blob(await packTar([...entries]));
  const media = "application/vnd.oci.image";
  const config = json({
    architecture: "wasm32",
    os: "linux",
    config: { Cmd: command },
    rootfs: { type: "layers", diff_ids: [layer.digest] },
  });
  const manifest = json({
    schemaVersion: 2,
    mediaType: `${media}.manifest.v1+json`,
    config: { mediaType: `${media}.config.v1+json`, ...config },
    layers: [{ mediaType: `${media}.layer.v1.tar`, ...layer }],
  });
  const index = { schemaVersion: 2, manifests: [{ mediaType: `${media}.manifest.v1+json`, ...manifest }] };
  return await packTar([
    file("oci-layout", '{"imageLayoutVersion":"1.0.0"}'),
    file("index.json", JSON.stringify(index)),
    directory("blobs"),
    directory("blobs/sha256"),
    ...blobs,
  ]);
}

/** Drops a file on the middle of the page. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page.evaluate(
    ([fileName, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(content)], fileName));
      const target = document.querySelector("guesthouse-app") ?? document.body;
      const init = { dataTransfer: data, bubbles: true, composed: true, cancelable: true };
      target.dispatchEvent(new DragEvent("dragover", init));
      target.dispatchEvent(new DragEvent("drop", init));
    },
    [name, Array.from(bytes)] as const,
  );
}

describe("an image archive dropped on the page", () => {
  test("becomes an image to choose, and a sandbox of it runs", async ({ open }) => {
    const page = await open();
    const archive = await ociArchive(
      [
        directory("bin"),
        directory("etc"),
        file("bin/sh", "\u007fTSPsh\n", 0o755),
        file("etc/motto", "brought along\n"),
      ],
      ["/bin/sh"],
    );
    await drop(page, "mine.tar", archive);
    const dialog = page.locator("gh-add-sandbox-dialog");
    await expect.poll(() => dialog.getByLabel("Image").inputValue()).toBe("mine");
    await dialog.getByRole("button", { name: "Start the sandbox" }).click();
    await expect.poll(() => machines(page), { timeout: 20_000 }).toEqual(["sandbox mine-1 running"]);
    await page.evaluate(() => guesthouse.machines[0]?.console.waitFor(/[#$] $/));
    expect((await run(page, 0, "read line </etc/motto; echo $line")).output).toBe("brought along");
  });

  test("is refused in words when it is none, or would reach outside", async ({ open }) => {
    const page = await open();
    const refusal = page.locator("gh-add-sandbox-dialog").getByRole("alert");
    await drop(page, "notes.txt", new TextEncoder().encode("not an archive at all".repeat(60)));
    await refusal.getByText("notes.txt cannot be used.").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await drop(page, "evil.tar", await ociArchive([file("../../etc/passwd", "root")], ["/bin/sh"]));
    await refusal.getByText("evil.tar cannot be used.").waitFor();
    expect(await machines(page)).toEqual([]);
  });
});

const looks = [
  { scheme: "light", size: "wide", viewport: wide },
  { scheme: "dark", size: "phone", viewport: phone },
] as const;

describe("axe finds nothing among sandboxes", () => {
  test.for(looks)("in the $scheme page, $size", async ({ scheme, viewport }, { open }) => {
    const page = await open({ colorScheme: scheme, viewport });
    await addSandbox(page, { name: "web" });
    await addSandbox(page, { name: "db" });
    await page.evaluate(() => guesthouse.machines[1]?.destroy());
    await samplesPass(page, 2);
    const found = [...(await axeFindings(page, "sandboxes"))];
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("h");
    await page.evaluate(() => guesthouse.host.console.run("true"));
    found.push(...(await axeFindings(page, "host console")));
    await page.keyboard.press("Control+Alt+g");
    await page.getByRole("button", { name: "web", exact: true }).first().click();
    await page.locator("gh-console-tile").getByText("releases the keyboard").waitFor();
    await page.keyboard.press("Control+Alt+g");
    await page.keyboard.press("i");
    await page.getByLabel("memory.max").waitFor();
    for (const title of ["Limits", "Processes", "Namespaces", "Mounts", "Files", "config.json"]) {
      await page.getByRole("tab", { name: title }).click();
      await samplesPass(page, 1);
      found.push(...(await axeFindings(page, title)));
    }
    await page.getByRole("button", { name: "Monitor" }).click();
    await page.locator("gh-monitor-view").getByRole("rowheader", { name: "Image layers" }).waitFor();
    found.push(...(await axeFindings(page, "monitor")));
    await page.getByRole("button", { name: "New sandbox with options" }).click();
    await page.getByText("Network and namespaces").click();
    found.push(...(await axeFindings(page, "new sandbox")));
    expect(found).toEqual([]);
  });
});
