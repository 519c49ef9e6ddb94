import { describe, expect } from "vitest";
import { inject } from "vitest";
import { catalog } from "../../../images/catalog.ts";
import { PageGuest, prompt } from "./page-guest.ts";
import { test } from "./page-test.ts";

const [image] = catalog;

describe("a Linux guest", () => {
  test("boots to a prompt with one click", async ({ open }) => {
    const page = await open();
    await page.getByRole("button", { name: "Boot a Linux guest" }).click();
    const guest = await PageGuest.at(page, 0);
    await guest.waitFor(prompt);
    expect(await guest.state()).toBe("running");
  });

  test("boots to a prompt with the key n, and the keyboard is then its own", async ({ open }) => {
    const page = await open();
    await page.keyboard.press("n");
    const guest = await PageGuest.at(page, 0);
    await guest.waitFor(prompt);
    await page.getByText("releases the keyboard").waitFor();
    await page.keyboard.type("echo $((6 * 7))\n");
    expect(await guest.waitFor(/^42$/m)).toBe("42");
  });

  test("is a machine of its own: the catalog's kernel, its own name, its own memory", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { name: "web", memoryMiB: 48 });
    const [kernel, hostname, motd] = [
      await guest.output("uname -r"),
      await guest.output("hostname"),
      await guest.output("cat /etc/motd"),
    ];
    expect({ kernel, hostname, motdTells: motd.includes(image.kernelVersion) }).toEqual({
      kernel: image.kernelVersion,
      hostname: "web",
      motdTells: true,
    });
  });

  test("boots with the least memory that its image asks for", async ({ open }) => {
    const page = await open();
    const guest = await PageGuest.booted(page, { memoryMiB: image.minimumMemoryMiB });
    expect(await guest.output("echo alive")).toBe("alive");
  });

  test("boots from a plain static host under a sub-path, with no isolation headers", async ({ open }) => {
    const page = await open({ url: inject("bareUrl") });
    const guest = await PageGuest.booted(page);
    expect({
      isolated: await page.evaluate(() => crossOriginIsolated),
      answer: await guest.output("echo alive"),
    }).toEqual({ isolated: false, answer: "alive" });
  });

  test("runs in an isolated page where the headers allow it", async ({ open }) => {
    const page = await open();
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  });
});
