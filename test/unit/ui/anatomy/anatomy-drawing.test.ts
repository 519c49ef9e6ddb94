/** Where boxes are, what is written on them, and the file they come to. */
import { describe, expect, it } from "vitest";
import { anatomyOf } from "../../../../src/playground/anatomy/anatomy-of.ts";
import type { HostPicture } from "../../../../src/playground/anatomy/host-picture.ts";
import { drawAnatomy, nameOf, type MeasureText } from "../../../../src/ui/anatomy/anatomy-drawing.ts";
import { layOut, leastColumnWidth, type AnatomyLayout } from "../../../../src/ui/anatomy/anatomy-layout.ts";
import { anatomySvg } from "../../../../src/ui/anatomy/anatomy-svg.ts";
import {
  guestPicture,
  hostPicture,
  sandboxPicture,
  sharedKernel,
} from "../../../support/anatomy-pictures.ts";

const measure: MeasureText = (text) => text.length * 6;

function laidOut(changes: Partial<HostPicture>, width = 700): AnatomyLayout {
  return layOut(anatomyOf(hostPicture(changes)), width);
}

const both: Partial<HostPicture> = {
  guests: [guestPicture()],
  sandboxes: [sandboxPicture(), sandboxPicture({ id: "m3", name: "tub", accent: 2 })],
  sharedKernel,
};

describe("the layout", () => {
  it("stands every box on its parent, within it, and beside its siblings", () => {
    const { boxes } = laidOut(both);
    const byId = new Map(boxes.map((placed) => [placed.box.id, placed]));
    const wrong = boxes.filter((placed) => {
      const parent = placed.parentId === null ? null : byId.get(placed.parentId);
      if (!parent) return placed.level !== 1;
      const standsOn = placed.y + placed.height + 4 === parent.y;
      const within = placed.x >= parent.x && placed.x + placed.width <= parent.x + parent.width;
      return !standsOn || !within || placed.level !== parent.level + 1;
    });
    const overlapping = boxes.filter((one) =>
      boxes.some(
        (other) =>
          one !== other &&
          one.x < other.x + other.width &&
          other.x < one.x + one.width &&
          one.y < other.y + other.height &&
          other.y < one.y + one.height,
      ),
    );
    expect({ wrong, overlapping }).toEqual({ wrong: [], overlapping: [] });
  });

  it("spans what is shared over all that share it, and makes a guest higher than a sandbox", () => {
    const { boxes, width } = laidOut(both);
    const place = (kind: string, name?: string): readonly number[] => {
      const found = boxes.find(({ box }) => box.kind === kind && (!name || box.machines[0] === name));
      return [found?.x ?? -1, (found?.x ?? -1) + (found?.width ?? -1)];
    };
    const top = (name: string): number =>
      boxes.find(({ box }) => box.kind === "application" && box.machines[0] === name)?.y ?? -1;
    const [box, tub] = [place("namespaces", "box"), place("namespaces", "tub")];
    expect({
      hardware: place("hardware"),
      kernel: place("shared-kernel")[1],
      system: boxes
        .filter(({ box: { title } }) => title === "Layer system")
        .map(({ x, width: of }) => [x, x + of]),
      guestIsHigher: top("web") < top("box"),
      alike: top("box") === top("tub"),
    }).toEqual({
      hardware: [0, width],
      kernel: width,
      system: [[box[0], tub[1]]],
      guestIsHigher: true,
      alike: true,
    });
  });

  it("fills the width there is, and takes more where columns could not be read", () => {
    const widths = [700, 390].map((width) => laidOut(both, width).width);
    expect(widths).toEqual([700, 4 * leastColumnWidth + 3 * 10]);
  });

  it("numbers boxes for those who go through them as a tree", () => {
    const { boxes } = laidOut(both);
    expect(
      boxes
        .slice(0, 3)
        .concat(boxes.slice(7, 8))
        .map(({ box, level, position, siblings }) => [box.kind, level, position, siblings]),
    ).toEqual([
      ["hardware", 1, 1, 1],
      ["host", 2, 1, 1],
      ["hypervisor", 3, 1, 2],
      ["shared-kernel", 3, 2, 2],
    ]);
  });
});

describe("the drawing", () => {
  it("cuts what has no room, and says all of it by the box's name", () => {
    const long = "a-process-with-a-name-that-is-too-long-for-its-box";
    const picture = hostPicture({
      guests: [guestPicture({ survey: { kernel: "k", system: "s", pciDevices: 1, processes: [long] } })],
    });
    const drawing = drawAnatomy(layOut(anatomyOf(picture), 100), measure);
    const top = drawing.boxes.at(-1);
    const words = top?.shapes.flatMap((shape) => (shape.shape === "text" ? [shape.text] : []));
    expect({ words, name: top?.name }).toEqual({
      words: ["Applications", "a-process-with-a-name…"],
      name: `Applications: ${long}. Of web`,
    });
  });

  it("lets the words of a box move together, as far as they stay within it", () => {
    const { boxes } = drawAnatomy(laidOut(both), measure);
    const beyond = boxes.filter(({ placed: { x, width }, shapes }) => {
      const words = shapes.flatMap((shape) => (shape.shape === "text" ? [shape] : []));
      const shifts = new Set(words.map(({ keeps }) => JSON.stringify(keeps)));
      const ends = words.map(
        (word) => word.x + measure(word.text, word.size, word.bold) + (word.keeps?.slack ?? 0),
      );
      return shifts.size > 1 || Math.max(...ends) > x + width;
    });
    expect(beyond).toEqual([]);
  });

  it("says who shares a box", () => {
    const { boxes } = laidOut(both);
    const names = boxes
      .map(({ box }) => nameOf(box))
      .filter((name) => /^(Layer|Shared|Hardware|Host’s)/.test(name));
    expect(names).toEqual([
      "Hardware: 2 cores, about 8 GiB by the browser’s account, under everything",
      "Shared host kernel: Linux 6.12.0-test, simulated in the page. Shared by box, tub",
      "Layer runtime: 0.6 MiB. Shared by box, tub",
      "Layer host: 2 KiB",
      "Host’s programs: init",
      "Layer system: 2 KiB. Shared by box, tub",
    ]);
  });

  it("lets what has no part in an arrangement recede", () => {
    const drawing = drawAnatomy(laidOut(both), measure, "system");
    const receding = drawing.boxes.filter(({ shapes: [frame] }) => frame.stroke === "--gh-border");
    expect(receding.map(({ placed }) => placed.box.kind)).toEqual([
      "hypervisor",
      "virtual-hardware",
      "kernel",
      "system",
      "application",
      "layer",
      "application",
    ]);
  });
});

describe("the diagram as a file", () => {
  const palette = { color: (ink: string) => `#${ink.length}`, font: 'Face, "Other"' };

  it("refers to nothing outside itself", () => {
    const text = anatomySvg(drawAnatomy(laidOut(both), measure), palette, "kernels 2");
    expect({
      begins: text.startsWith(
        '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"',
      ),
      outside: text.match(/var\(|url\(|href|class=|style=/g),
      titles: text.match(/<g><title>/g)?.length,
    }).toEqual({ begins: true, outside: null, titles: laidOut(both).boxes.length });
  });

  it("takes what a machine says for text", () => {
    const survey = { kernel: '</text><script>"&\u0007\ud800', system: "s", pciDevices: 1, processes: [] };
    const picture = hostPicture({ guests: [guestPicture({ survey })] });
    const text = anatomySvg(drawAnatomy(layOut(anatomyOf(picture), 900), measure), palette, "<b>");
    expect({ tags: text.match(/<(script|b)>/g), kernel: /Kernel: (.*?)\. Of/.exec(text)?.[1] }).toEqual({
      tags: null,
      kernel: "&lt;/text&gt;&lt;script&gt;&quot;&amp;\ufffd\ufffd",
    });
  });
});
