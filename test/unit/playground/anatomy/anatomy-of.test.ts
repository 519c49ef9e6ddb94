/** The tree of boxes that a picture of the host comes to, and what is counted in it. */
import { describe, expect, it } from "vitest";
import { boxesOf, type AnatomyBox } from "../../../../src/playground/anatomy/anatomy-box.ts";
import { countAnatomy } from "../../../../src/playground/anatomy/anatomy-counts.ts";
import { anatomyOf } from "../../../../src/playground/anatomy/anatomy-of.ts";
import {
  guestPicture,
  hostPicture,
  layerPicture,
  sandboxPicture,
  sharedKernel,
} from "../../../support/anatomy-pictures.ts";

/** Each box a line, indented by what it stands on. */
function outline(box: AnatomyBox, depth = 0): readonly string[] {
  const line = `${"  ".repeat(depth)}${box.title}: ${box.detail} [${box.machines.join(" ")}]`;
  return [line, ...box.children.flatMap((child) => outline(child, depth + 1))];
}

describe("the anatomy of a host", () => {
  it("is hardware and browser when nothing runs", () => {
    expect(outline(anatomyOf(hostPicture()))).toEqual([
      "Hardware: 2 cores, about 8 GiB by the browser’s account []",
      "  Host kernel and browser: Chromium 156 on Linux []",
    ]);
  });

  it("says so where the browser does not tell", () => {
    const picture = hostPicture({
      cores: 1,
      deviceMemoryGiB: undefined,
      browser: { browser: null, platform: null },
    });
    expect(outline(anatomyOf(picture))).toEqual([
      "Hardware: 1 core, memory not told []",
      "  Host kernel and browser: a browser that does not tell its name on a system it does not tell []",
    ]);
  });

  it("repeats a whole computer for each type 2 guest, and only the hypervisor is shared by type 1 guests", () => {
    const guests = [
      guestPicture(),
      guestPicture({ id: "m3", name: "one", hypervisor: "type1" }),
      guestPicture({ id: "m4", name: "two", hypervisor: "type1", state: "starting", survey: null }),
    ];
    expect(outline(anatomyOf(hostPicture({ guests }))).slice(2)).toEqual([
      "    Type 2 hypervisor: v86 in its own worker [web]",
      "      Virtual hardware: 32 MiB, 8 devices [web]",
      "        Kernel: Linux 6.12.1 [web]",
      "          System: Test Linux [web]",
      "            Applications: init, sh [web]",
      "    Type 1 hypervisor: one core for 2 guests [one two]",
      "      Virtual hardware: 32 MiB, 8 devices [one]",
      "        Kernel: Linux 6.12.1 [one]",
      "          System: Test Linux [one]",
      "            Applications: init, sh [one]",
      "      Virtual hardware: 32 MiB [two]",
      "        Kernel: starting [two]",
      "          System: starting [two]",
      "            Applications: starting [two]",
    ]);
  });

  it("puts a layer once under all that begin with it, and walls and programs above for each sandbox", () => {
    const sandboxes = [
      sandboxPicture({ processes: ["init", "sh", "sh"] }),
      sandboxPicture({ id: "m3", name: "tub", state: "paused" }),
      sandboxPicture({
        id: "m4",
        name: "app",
        kind: "application",
        confinement: "confined",
        ownNamespaces: ["mount"],
        layers: [layerPicture("runtime", 600_000), layerPicture("lua", 3_000_000)],
        processes: null,
      }),
      sandboxPicture({
        id: "m5",
        name: "loose",
        kind: "application",
        confinement: "none",
        ownNamespaces: [],
        layers: sharedKernel.layers,
      }),
    ];
    expect(outline(anatomyOf(hostPicture({ sandboxes, sharedKernel }))).slice(2)).toEqual([
      "    Shared host kernel: Linux 6.12.0-test, simulated in the page [loose box tub app]",
      "      Layer runtime: 0.6 MiB [loose box tub app]",
      "        Layer host: 2 KiB [loose]",
      "          Host’s programs: init []",
      "          Namespaces: 0 own [loose]",
      "            Application: init, sh [loose]",
      "        Layer system: 2 KiB [box tub]",
      "          Namespaces: 7 own [box]",
      "            Applications: init, sh ×2 [box]",
      "          Namespaces: 7 own [tub]",
      "            Applications: paused: init, sh [tub]",
      "        Layer lua: 2.9 MiB [app]",
      "          Namespaces: 1 own, 6 the host’s [app]",
      "            Application: not answered yet [app]",
    ]);
  });

  it("gives each box a name of its own that lasts", () => {
    const sandboxes = [
      sandboxPicture(),
      sandboxPicture({ id: "m3", layers: [layerPicture("other"), layerPicture("system")] }),
    ];
    const picture = hostPicture({ guests: [guestPicture({ id: "m9" })], sandboxes, sharedKernel });
    const ids = [...boxesOf(anatomyOf(picture))].map(({ id }) => id);
    expect({
      twice: ids.length - new Set(ids).size,
      again: [...boxesOf(anatomyOf(picture))].map(({ id }) => id),
    }).toEqual({ twice: 0, again: ids });
  });

  it("says which arrangements each box takes part in", () => {
    const picture = hostPicture({
      guests: [guestPicture(), guestPicture({ id: "m3", hypervisor: "type1" })],
      sandboxes: [sandboxPicture(), sandboxPicture({ id: "m4", kind: "application" })],
      sharedKernel,
    });
    const root = anatomyOf(picture);
    const of = (kind: string): unknown =>
      [...boxesOf(root)].filter((box) => box.kind === kind).map(({ arrangements }) => arrangements);
    expect({ host: of("host"), kernel: of("kernel"), shared: of("shared-kernel") }).toEqual({
      host: [["type2", "type1", "system", "application"]],
      kernel: [["type2"], ["type1"]],
      shared: [["system", "application"]],
    });
  });
});

describe("what is counted in the anatomy", () => {
  it("is one kernel and nothing else when nothing runs", () => {
    expect(countAnatomy(anatomyOf(hostPicture()))).toEqual({
      kernels: 1,
      virtualHardware: 0,
      systems: 0,
      sharedLayers: 0,
      layers: 0,
      guests: 0,
      sandboxes: 0,
    });
  });

  it("grows with each guest, and with sandboxes only by what is not shared", () => {
    const guests = [guestPicture(), guestPicture({ id: "m7", hypervisor: "type1" })];
    const sandboxes = [sandboxPicture(), sandboxPicture({ id: "m3" }), sandboxPicture({ id: "m4" })];
    expect(countAnatomy(anatomyOf(hostPicture({ guests, sandboxes, sharedKernel })))).toEqual({
      kernels: 3,
      virtualHardware: 2,
      systems: 3,
      sharedLayers: 2,
      layers: 3,
      guests: 2,
      sandboxes: 3,
    });
  });
});
