import { describe, expect, it } from "vitest";
import { sandboxOptions, splitWords } from "../../../src/ui/add-sandbox/sandbox-form.ts";

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

describe("the form for a sandbox", () => {
  it("leaves what is empty to its default, but limits, which are then none", () => {
    expect(
      sandboxOptions(form({ image: "system", name: " ", memory: "", pids: "", cpus: "", command: "" })),
    ).toEqual({
      image: "system",
      memoryMiB: null,
      pidsLimit: null,
    });
  });

  it("takes all that is given", () => {
    const data = form({
      memory: "8",
      pids: "9",
      cpus: "0.5",
      weight: "200",
      "read-only": "on",
      env: "A=1=2\n\nB= x",
    });
    data.append("share", "net");
    data.append("share", "nothing");
    expect(sandboxOptions(data)).toEqual({
      memoryMiB: 8,
      pidsLimit: 9,
      cpus: 0.5,
      cpuWeight: 200,
      readOnly: true,
      env: { A: "1=2", B: " x" },
      share: ["net"],
    });
  });

  it.each([
    [{ env: "no variable" }, '"no variable" is no variable: write NAME=value, one a line.'],
    [{ command: "echo 'open" }, "The command has a quote that is not closed."],
  ])("refuses %j in words", (fields, refusal) => {
    expect(sandboxOptions(form(fields))).toEqual({ refusal });
  });
});

describe("a command's words", () => {
  it.each([
    ["", []],
    ["  ls   -l ", ["ls", "-l"]],
    [`sh -c 'echo "a b"; exit 3'`, ["sh", "-c", 'echo "a b"; exit 3']],
    [`a"b c"'d e'f\\ g ""`, ["ab cd ef g", ""]],
    [`"a \\" b"`, ['a " b']],
    [`"open`, null],
    [`'open`, null],
  ])("of %j", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });
});
