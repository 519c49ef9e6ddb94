import { describe, expect, test } from "vitest";
import { MIB } from "../../../src/base/units.ts";
import {
  formatCores,
  formatCount,
  formatInstructions,
  formatMiB,
  formatPercent,
} from "../../../src/ui/format.ts";

describe("a quantity", () => {
  test("that cannot be had is n/a, whatever it is of", () => {
    const formats = [formatCores, formatPercent, formatMiB, formatInstructions];
    expect(formats.map((format) => format(null))).toEqual(["n/a", "n/a", "n/a", "n/a"]);
  });

  test("of a core has a decimal below ten percent and none above", () => {
    expect([0, 0.0004, 0.004, 0.0994, 0.0996, 0.314, 1].map(formatPercent)).toEqual([
      "0 %",
      "0 %",
      "0.4 %",
      "9.9 %",
      "10 %",
      "31 %",
      "100 %",
    ]);
  });

  test("of memory has a decimal below ten mebibytes and none above", () => {
    expect([0, 1.1, 9.94, 9.96, 412.4].map((mebibytes) => formatMiB(mebibytes * MIB))).toEqual([
      "0",
      "1.1",
      "9.9",
      "10",
      "412",
    ]);
  });

  test("that is counted agrees with its noun", () => {
    expect([0, 1, 3].map((count) => formatCount(count, "kernel"))).toEqual([
      "0 kernels",
      "1 kernel",
      "3 kernels",
    ]);
  });
});
