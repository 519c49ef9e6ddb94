/** How what machines and browsers answer is read. */
import { describe, expect, it } from "vitest";
import { browserWords } from "../../../../src/playground/anatomy/browser-words.ts";
import { readPciDevices, readProcessLines } from "../../../../src/playground/anatomy/facts/guest-facts.ts";
import { pciName } from "../../../../src/playground/anatomy/facts/pci-names.ts";
import { readSections, sectionsCommand } from "../../../../src/playground/anatomy/facts/sections.ts";
import { readSurvey } from "../../../../src/playground/anatomy/guest-survey.ts";

describe("a guest's survey", () => {
  it("is kernel, system, devices and processes in order of their numbers", () => {
    expect(readSurvey("Linux 6.12.1\nTest Linux\n8\n10 sh\n1 init\n9 a b")).toEqual({
      kernel: "Linux 6.12.1",
      system: "Test Linux",
      pciDevices: 8,
      processes: ["init", "a b", "sh"],
    });
  });

  it("is none where the answer is none", () => {
    expect(["", "Linux", "Linux\nx\nsh: not found"].map(readSurvey)).toEqual([null, null, null]);
  });

  it("keeps no more of a name than can be drawn", () => {
    expect(readSurvey(`${"k".repeat(500)}\ns\n0`)?.kernel).toHaveLength(80);
  });
});

describe("several questions in one command", () => {
  it("come apart again, whatever is printed between", () => {
    expect(sectionsCommand({ one: "uname", two: "false" })).toBe(
      "echo '@@ one'; { uname; } 2>/dev/null\necho '@@ two'; { false; } 2>/dev/null",
    );
    expect(readSections("@@ one\nLinux @@ two\n\n@@ two\n@@ three")).toEqual({
      one: "Linux @@ two",
      two: "",
      three: "",
    });
  });
});

describe("a guest's devices", () => {
  it("are read as /sys has them, lines that are none left out", () => {
    expect(
      readPciDevices(
        "0000:00:06.0 0x1af4 0x1043 0x078000 10 \nnothing\n0000:00:00.0 0x8086 0x1237 0x060000 0 ",
      ),
    ).toEqual([
      { slot: "0000:00:06.0", vendor: "1af4", device: "1043", deviceClass: "078000", irq: "10" },
      { slot: "0000:00:00.0", vendor: "8086", device: "1237", deviceClass: "060000", irq: "none" },
    ]);
  });

  it("have the names that their numbers stand for", () => {
    expect([
      pciName("8086", "1237", "060000"),
      pciName("1af4", "1043", "078000"),
      pciName("1af4", "1045", "00ff00"),
      pciName("ffff", "0001", "020000"),
      pciName("ffff", "0001", "ff0000"),
    ]).toEqual([
      "Intel 440FX host bridge",
      "virtio console",
      "virtio memory balloon",
      "Network controller",
      "not known to us",
    ]);
  });
});

describe("a guest's processes", () => {
  it("are without the kernel's threads and the question itself", () => {
    const output = [
      "PID   PPID  USER     VSZ  TIME  COMMAND",
      "    1     0 root      240  0:00 /init",
      "    2     0 root        0  0:00 [kthreadd]",
      "   20     1 root     8600  0:00 -sh",
      "   31     1 root     8600  0:00 ps -o pid,ppid,user,vsz,time,args",
    ].join("\n");
    expect(readProcessLines(output)).toEqual([
      ["1", "0", "root", "240", "0:00", "/init"],
      ["20", "1", "root", "8600", "0:00", "-sh"],
    ]);
  });
});

describe("the browser in words", () => {
  const brands = (...names: string[]): { brand: string; version: string }[] =>
    names.map((brand) => ({ brand, version: "156" }));

  it("is by its own hints where it gives some, the brand that means nothing left out", () => {
    const hinted = (...names: string[]): unknown =>
      browserWords({
        userAgent: "",
        userAgentData: { brands: brands(...names), platform: "Linux", mobile: false },
      });
    expect([hinted("Not)A;Brand", "Chromium"), hinted("Chromium", "Microsoft Edge")]).toEqual([
      { browser: "Chromium 156", platform: "Linux" },
      { browser: "Microsoft Edge 156", platform: "Linux" },
    ]);
  });

  it("is out of the user agent's string elsewhere, and not told where that says nothing", () => {
    const of = (userAgent: string): unknown => browserWords({ userAgent });
    expect([
      of("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"),
      of(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
      ),
      of("something"),
    ]).toEqual([
      { browser: "Firefox 153", platform: "Linux" },
      { browser: "Safari 26", platform: "macOS" },
      { browser: null, platform: null },
    ]);
  });
});
