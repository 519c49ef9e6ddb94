/**
 * What a sandbox may take, as any machine, and the files of its cgroup, live; those that say limits can be written. What the kernel refuses is shown beside
 * the field in the kernel's own words.
 */
import { css, html, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import { Errno } from "../../sandbox/abi/errno.ts";
import {
  readControlFiles,
  writeControlFile,
  type ControlFileName,
  type ControlFileReport,
} from "../../sandbox/runtime/inspect/control-files.ts";
import { runInspection } from "../../sandbox/runtime/inspect/run-inspection.ts";
import { formatFineMiB } from "../format.ts";
import "../limits/gh-limits-panel.ts";
import { DetailsSection } from "./details-section.ts";
import { InspectController } from "./inspect-controller.ts";

const meanings: Readonly<Partial<Record<ControlFileName, string>>> = {
  "memory.max": "bytes; over it, a process of it is killed",
  "memory.high": "bytes; over it, its processes are slowed down",
  "cpu.max": "µs of each period, and the period",
  "cpu.weight": "1 to 10000; shares beside the others",
  "pids.max": "processes; over it, fork fails",
};

/** `<gh-sandbox-limits .machine=${machine}>` */
@customElement("gh-sandbox-limits")
export class GhSandboxLimits extends DetailsSection {
  static override styles = [
    super.styles,
    css`
      td,
      th {
        vertical-align: baseline;
      }
      input {
        width: 11rem;
        max-width: 100%;
        height: 26px;
        padding: 0 8px;
        border: 1px solid var(--gh-border-strong);
        border-radius: var(--gh-radius-s);
        background: var(--gh-surface);
        color: var(--gh-text);
        font: var(--gh-text-s) var(--gh-mono);
      }
      input[aria-invalid="true"] {
        border-color: var(--gh-danger);
      }
      @container (max-width: 520px) {
        tr {
          display: grid;
          grid-template-columns: 8rem minmax(0, 1fr);
          border-bottom: 1px solid var(--gh-border);
        }
        th,
        td {
          padding: 3px 0;
          border: 0;
        }
        td.quiet {
          grid-column: 2;
        }
        td.quiet:empty {
          display: none;
        }
      }
      .refusal {
        color: var(--gh-danger);
      }
    `,
  ];

  readonly #files = new InspectController(this, () => {
    const cgroup = this.#cgroup;
    return cgroup === null ? null : this.looking(readControlFiles(cgroup));
  });
  /** What is being typed, or was refused: not written over by what is read. */
  @state() private typed: Readonly<Partial<Record<ControlFileName, string>>> = {};
  @state() private refused: Readonly<Partial<Record<ControlFileName, string>>> = {};

  get #cgroup(): string | null {
    return this.machine?.isActive ? this.machine.sandbox.config.linux.cgroupsPath : null;
  }

  protected override render(): TemplateResult {
    return html`<gh-limits-panel .machine=${this.machine}></gh-limits-panel>
      <h3>Its cgroup</h3>
      ${this.#cgroupFiles()}`;
  }

  #cgroupFiles(): TemplateResult {
    const files = this.#files.value;
    if (!this.machine?.isActive || !files)
      return html`<p>
        A sandbox has a cgroup while it runs. Its limits come back when it is started again.
      </p>`;
    return html`<p>
        The files of <span class="mono">/sys/fs/cgroup${this.#cgroup}</span>, as the kernel has them now.
        Enter writes.
      </p>
      <table>
        <tbody>
          ${repeat(
            files,
            ({ name }) => name,
            (file) => this.#row(file),
          )}
        </tbody>
      </table>`;
  }

  #row(file: ControlFileReport): TemplateResult {
    const { name } = file;
    const refusal = this.refused[name];
    return html`<tr>
      <th scope="row" class="mono">${name}</th>
      <td class="wrap">
        ${file.writable && meanings[name] !== undefined ? this.#field(file) : html`<pre>${file.text}</pre>`}
        ${
          refusal === undefined
            ? ""
            : html`<span class="refusal" id="refusal-${name}" role="alert">${refusal}</span>`
        }
      </td>
      <td class="quiet wrap">${[meanings[name], readable(file)].filter(Boolean).join(" · ")}</td>
    </tr>`;
  }

  #field({ name, text }: ControlFileReport): TemplateResult {
    return html`<input
      name=${name}
      aria-label=${name}
      aria-invalid=${this.refused[name] === undefined ? "false" : "true"}
      aria-describedby="refusal-${name}"
      autocomplete="off"
      spellcheck="false"
      .value=${live(this.typed[name] ?? text)}
      @input=${(event: InputEvent) => this.#type(name, valueOf(event))}
      @change=${(event: Event) => void this.#write(name, valueOf(event))}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#forget(name)}
      @blur=${() => this.refused[name] === undefined && this.#forget(name)}
    />`;
  }

  #type(name: ControlFileName, text: string): void {
    this.typed = { ...this.typed, [name]: text };
  }

  #forget(name: ControlFileName): void {
    const { [name]: _typed, ...typed } = this.typed;
    const { [name]: _refused, ...refused } = this.refused;
    this.typed = typed;
    this.refused = refused;
  }

  async #write(name: ControlFileName, text: string): Promise<void> {
    const host = this.playground?.hostSystem.host;
    const cgroup = this.#cgroup;
    if (!host || cgroup === null) return;
    try {
      await runInspection(host, writeControlFile(cgroup, name, text.trim()));
      await this.#files.refresh();
      this.#forget(name);
    } catch (error) {
      this.refused = { ...this.refused, [name]: errorWords(error) };
    }
  }
}

function errorWords(error: unknown): string {
  if (error instanceof Errno) return `${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}

/** Bytes in the unit that people read. */
function readable({ name, text }: ControlFileReport): string {
  if (!name.startsWith("memory.") || !/^\d+$/.test(text)) return "";
  return `${formatFineMiB(Number(text))} MiB`;
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement ? target.value : "";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-sandbox-limits": GhSandboxLimits;
  }
}
