/** What a guest's agent says of pressure: when it is asked, and what of its answers is believed. */
import { describe, expect, it } from "vitest";
import { PressureWatch } from "../../../workers/guest/pressure-watch.ts";

const lines = (resource: string, some: string): readonly string[] => [
  `pressure ${resource} some avg10=${some} avg60=1.50 avg300=0.01 total=12345`,
  `pressure ${resource} full avg10=0.00 avg60=0.00 avg300=0.00 total=0`,
];
const answer = [...lines("cpu", "12.25"), ...lines("memory", "100.00")];
const full = { avg10: 0, avg60: 0 };
const told = {
  cpu: { some: { avg10: 12.25, avg60: 1.5 }, full },
  memory: { some: { avg10: 100, avg60: 1.5 }, full },
};

function watched(): { readonly watch: PressureWatch; readonly said: string[] } {
  const said: string[] = [];
  return { watch: new PressureWatch((line) => said.push(line)), said };
}

describe("the pressure in a guest", () => {
  it("is not asked for while nobody looks, nor oftener than its kernel counts it anew, of an idle guest less often", () => {
    const { watch, said } = watched();
    const seconds = Array.from({ length: 18 }, (_, second) => second);
    const asked = seconds.filter((second) => {
      if (second === 2 || second === 7) watch.look(1_000 * second);
      const before = said.length;
      watch.askInTime(1_000 * second, second > 5);
      return said.length > before;
    });
    expect(asked).toEqual([2, 4, 9]);
  });

  it("is told when all of the answer is there, until that says nothing about now", () => {
    const { watch } = watched();
    const after = answer.map((line, at) => {
      watch.receive(line, at);
      return watch.latest(at);
    });
    expect([...after, watch.latest(11_000), watch.latest(13_000)]).toEqual([
      null,
      null,
      null,
      told,
      told,
      null,
    ]);
  });

  it("is never more than all of the time, and nothing that does not read like a kernel's", () => {
    const { watch } = watched();
    for (const line of answer) watch.receive(line.replace("avg60=1.50", "avg60=999.99"), 0);
    const odd = [
      "pressure none",
      "pressure cpu some",
      ...answer.map((line) => line.replace("avg10=", "avg10=-")),
    ];
    for (const line of odd) watch.receive(line, 20_000);
    expect([watch.latest(0)?.memory.some, watch.latest(20_000)]).toEqual([{ avg10: 100, avg60: 100 }, null]);
  });
});
