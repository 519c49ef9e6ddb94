/** What a machine's kernel says of waiting, as a small table of some and full over 10 and 60 s. Pure. */
import { html, type TemplateResult } from "lit";
import type { KnownMachine } from "./known-machines.ts";
import type { MachinePressure, PressureAverages } from "../../monitor/sample.ts";
import { notAvailable } from "../format.ts";

type Kind = NonNullable<KnownMachine["kind"]>;

const teller: Readonly<
  Record<Kind, { readonly title: string; readonly how: string; readonly silent: string }>
> = {
  guest: {
    title: "As the guest’s kernel tells it",
    how: "Of what runs in the guest: /proc/pressure/cpu and /proc/pressure/memory, read by its agent while this is open. Its kernel does not see the host: what its processor waited for is above.",
    silent:
      "The guest has not told. It can while it runs, if its image has an agent and a kernel with CONFIG_PSI.",
  },
  sandbox: {
    title: "As the host’s kernel tells it",
    how: "Of the sandbox’s processes: cpu.pressure and memory.pressure of its cgroup.",
    silent: "A sandbox has a cgroup while it runs.",
  },
};

const rows = [
  ["cpu", "CPU"],
  ["memory", "Memory"],
] as const;

/** The table of a machine of `kind`, whose kernel tells `pressure`; `null` where it does not, which the table explains. */
export function kernelPressureTable(kind: Kind, pressure: MachinePressure | null): TemplateResult {
  const { title, how, silent } = teller[kind];
  return html`<table class="pressure" title=${how}>
      <caption>
        ${title}, % of time
      </caption>
      <thead>
        <tr>
          <td></td>
          <th scope="col">some<small>10 s / 60 s</small></th>
          <th scope="col">full<small>10 s / 60 s</small></th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(([resource, name]) => {
          const shares = pressure?.[resource] ?? null;
          return html`<tr>
            <th scope="row">${name}</th>
            <td>${averages(shares?.some ?? null)}</td>
            ${
              kind === "guest" && resource === "cpu"
                ? html`<td title="Linux defines no full for the processor of a whole system.">
                    ${notAvailable}
                  </td>`
                : html`<td>${averages(shares?.full ?? null)}</td>`
            }
          </tr>`;
        })}
      </tbody>
    </table>
    ${pressure ? "" : html`<p class="quiet">${silent}</p>`}`;
}

function averages(shares: PressureAverages | null): string {
  return shares ? `${shares.avg10.toFixed(1)} / ${shares.avg60.toFixed(1)}` : notAvailable;
}
