/** The words, the map and what they point at: whole, and pointing at something. */
import { describe, expect, it } from "vitest";
import { sandboxCatalog } from "../../../../images/sandbox-catalog.ts";
import { JsonPlace } from "../../../../src/playground/json-place.ts";
import { arrangementIds, arrangements, aTitle } from "../../../../src/playground/learning/arrangements.ts";
import { foundWords, glossary, wordOf } from "../../../../src/playground/learning/glossary.ts";
import { readLiveTarget } from "../../../../src/playground/learning/live-target.ts";
import { chosen } from "../../../../src/playground/learning/machine-choice.ts";
import { kernelCount } from "../../../../src/playground/learning/machine-facts.ts";
import {
  contents,
  fieldPlaces,
  kernelSides,
  machinesIn,
  placesIn,
} from "../../../../src/playground/learning/place-map.ts";
import { facts } from "../../../support/lesson-facts.ts";

const words = glossary.flatMap((group) => group.words);

describe("the glossary", () => {
  it("has each word once and leads nowhere that is not", () => {
    const ids = words.map(({ id }) => id);
    const dead = words.flatMap(({ see, id }) => see.filter((other) => !wordOf(other) || other === id));
    expect({ twice: ids.filter((id, at) => ids.indexOf(id) !== at), dead, many: ids.length >= 40 }).toEqual({
      twice: [],
      dead: [],
      many: true,
    });
  });

  it("points at things that lessons could point at as well", () => {
    const read = words.map(({ show: { target } }) => readLiveTarget(new JsonPlace(target, "target", "bad")));
    expect(read).toEqual(words.map(({ show: { target } }) => target));
  });

  it("is short: no word takes more than 330 characters, none ends without a full stop", () => {
    expect(words.filter(({ text }) => text.length > 330 || !text.endsWith("."))).toEqual([]);
  });

  it("finds words by all parts of what is typed, those that begin so first", () => {
    const found = (wanted: string): readonly string[] =>
      foundWords(wanted).flatMap((group) => group.words.map(({ id }) => id));
    expect({
      all: found("  ").length,
      vm: found("VM")[0],
      both: found("virtio GUEST"),
      none: foundWords("zebra"),
    }).toEqual({ all: words.length, vm: "virtual-machine", both: ["paravirtualization"], none: [] });
  });
});

describe("the place map", () => {
  it("has each system once, in a region that is drawn", () => {
    const ids = fieldPlaces.map(({ id }) => id);
    const drawn = contents.flatMap((row) => kernelSides.flatMap((side) => placesIn(side.id, row.id)));
    expect({ twice: ids.filter((id, at) => ids.indexOf(id) !== at), drawn: drawn.length }).toEqual({
      twice: [],
      drawn: ids.length,
    });
  });

  it("puts each kind of machine into one region", () => {
    const machines = [
      facts({ id: "a", kind: "guest", hypervisor: "type1" }),
      facts({ id: "b", kind: "guest" }),
      facts({ id: "c", kind: "sandbox" }),
      facts({ id: "d", kind: "sandbox", sandboxKind: "application", confinement: "none" }),
      facts({ id: "e", kind: "sandbox", readOnly: true }),
    ];
    const where = contents.flatMap((row) =>
      kernelSides.flatMap((side) =>
        machinesIn(machines, side.id, row.id).map(({ id }) => `${id} ${side.id} ${row.id}`),
      ),
    );
    expect(where).toEqual([
      "a type-1 system",
      "b type-2 system",
      "c shared system",
      "d shared application",
      "e shared image-system",
    ]);
  });
});

describe("an arrangement", () => {
  it("is made of an image that there is", () => {
    const images = new Set(sandboxCatalog.map(({ id }) => id));
    const unknown = arrangementIds.filter((id) => {
      const { plan } = arrangements[id];
      return plan.kind === "sandbox" && !images.has(plan.options.image);
    });
    expect(unknown).toEqual([]);
  });

  it("is said with its article", () => {
    expect([aTitle("system-sandbox"), aTitle("unconfined-application")]).toEqual([
      "a system sandbox",
      "an application with no confinement",
    ]);
  });
});

describe("machines", () => {
  it("are chosen by every field that is given", () => {
    const machines = [
      facts({ id: "a", kind: "guest", state: "running" }),
      facts({ id: "b", kind: "guest", state: "paused" }),
      facts({ id: "c", kind: "sandbox", state: "running" }),
    ];
    const ids = (choice: Parameters<typeof chosen>[1]): readonly string[] =>
      chosen(machines, choice).map(({ id }) => id);
    expect([
      ids({}),
      ids({ kind: "guest" }),
      ids({ kind: "guest", state: "paused" }),
      ids({ name: "x" }),
    ]).toEqual([["a", "b", "c"], ["a", "b"], ["b"], []]);
  });

  it("bring a kernel each if they are guests that execute", () => {
    expect(
      kernelCount([
        facts({ kind: "guest", state: "running" }),
        facts({ kind: "guest", state: "paused" }),
        facts({ kind: "sandbox", state: "running" }),
      ]),
    ).toBe(2);
  });
});
