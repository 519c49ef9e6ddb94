import { describe, expect, test } from "vitest";
import {
  describeOptions,
  flag,
  optional,
  parseOptions,
  value,
  values,
} from "../../../../src/sandbox/programs/command/options.ts";

const table = {
  all: flag("-a, --all", "everything"),
  almost: flag("-A, --almost-all", "nearly everything"),
  output: value("-o, --output=FILE", "into FILE"),
  excluded: values("-x, --exclude=NAME", "not NAME"),
  color: optional("--color[=WHEN]", "in colours"),
  file: optional("-m[FILE], --mount[=FILE]", "of FILE"),
};
const none = { all: false, almost: false, output: null, excluded: [], color: null, file: null };

describe("options", () => {
  test.each([
    [
      "are found bundled, sticking, by words and by their beginnings",
      ["-aAofile", "--exclude=1", "--excl", "2", "x"],
      false,
      {
        options: { ...none, all: true, almost: true, output: "file", excluded: ["1", "2"] },
        operands: ["x"],
        order: ["all", "almost", "output", "excluded", "excluded"],
      },
    ],
    [
      "may come behind operands",
      ["x", "-a", "y"],
      false,
      { options: { ...none, all: true }, operands: ["x", "y"], order: ["all"] },
    ],
    [
      "end at the first operand where that is asked",
      ["-a", "x", "-A"],
      true,
      { options: { ...none, all: true }, operands: ["x", "-A"], order: ["all"] },
    ],
    ["end at --", ["--", "-a"], false, { options: none, operands: ["-a"], order: [] }],
    ["leave - an operand", ["-"], false, { options: none, operands: ["-"], order: [] }],
    [
      "take an optional argument only where it sticks",
      ["--color", "always", "-mf", "--mount"],
      false,
      { options: { ...none, color: "", file: "" }, operands: ["always"], order: ["color", "file", "file"] },
    ],
  ] as const)("%s", (_, line, inOrder, parsed) => {
    expect(parseOptions(table, line, inOrder)).toEqual(parsed);
  });

  test.each([
    [["-z"], "invalid option -- 'z'"],
    [["--zzz"], "unrecognized option '--zzz'"],
    [["-o"], "option requires an argument -- 'o'"],
    [["--output"], "option '--output' requires an argument"],
    [["--all=1"], "option '--all' doesn't allow an argument"],
    [["--al"], "option '--al' is ambiguous; possibilities: '--all' '--almost-all'"],
  ])("that cannot be understood are refused in getopt's words: %j", (line, message) => {
    expect(() => parseOptions(table, line)).toThrow(message);
  });

  test("are described one to a line", () => {
    expect(describeOptions({ all: table.all, output: table.output })).toBe(
      "  -a, --all          everything\n  -o, --output=FILE  into FILE\n",
    );
  });
});
