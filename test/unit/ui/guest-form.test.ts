import { describe, expect, it } from "vitest";
import { catalog } from "../../../images/catalog.ts";
import { askedCount, guestOrder } from "../../../src/ui/add-guest/guest-form.ts";

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

const order = (fields: Readonly<Record<string, string>>, taken: readonly string[] = []) =>
  guestOrder(form(fields), catalog, new Set(taken));

describe("the form for a guest", () => {
  it("leaves what is empty to its default", () => {
    expect(order({ image: "linux", name: " ", memory: "", cap: "", weight: "", count: "" })).toEqual({
      options: { image: "linux" },
      count: 1,
    });
  });

  it("takes all that is given", () => {
    expect(
      order({ name: "web", memory: "48", hypervisor: "type1", cap: "25", weight: "200", count: "3" }),
    ).toEqual({
      options: { name: "web", memoryMiB: 48, hypervisor: "type1", cpuCap: 0.25, cpuWeight: 200 },
      count: 3,
    });
  });

  it.each([
    [{ name: "<b>hi</b>" }, "name", '"<b>hi</b>" cannot be'],
    [{ name: "web" }, "name", 'There is a machine named "web" already'],
    [{ memory: "8" }, "memory", "8 MiB cannot be"],
    [{ cap: "3" }, "cap", "3 % cannot be a guest's CPU cap: use 5 to 100 % of a core"],
    [{ weight: "0" }, "weight", "0 cannot be a CPU weight"],
    [{ count: "99" }, "count", "99 guests cannot be booted at once: use whole numbers from 1 to 8."],
    [{ count: "1.5" }, "count", "1.5 guests cannot"],
  ])("says of %j which field is wrong, in the field's unit", (fields, field, words) => {
    expect(order(fields, ["web"])).toEqual({ field, refusal: expect.stringContaining(words) });
  });

  it("lets several have a name that one machine has: theirs are numbered", () => {
    expect(order({ name: "web", count: "2" }, ["web"])).toEqual({ options: { name: "web" }, count: 2 });
  });

  it("counts as far as it can while the form is filled in", () => {
    expect(["", "3", "99", "-1", "x"].map((count) => askedCount(form({ count })))).toEqual([1, 3, 8, 1, 1]);
  });
});
