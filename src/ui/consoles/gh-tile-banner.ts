/**
 * Says why a console is still, below its text, and offers what fits: resume, start, start again.
 */
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Machine, MachineVerb } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { base, buttons } from "../styles/shared.ts";
import { verbTitle } from "../verbs.ts";
import { tileBannerStyles } from "./tile-banner-styles.ts";
import "./gh-image-progress.ts";

/** `<gh-tile-banner .machine=${machine}>`; empty while the machine runs. */
@customElement("gh-tile-banner")
export class GhTileBanner extends LitElement {
  static override styles = [base, buttons, tileBannerStyles];

  @property({ attribute: false }) machine?: Machine;
  @consume({ context: commandsContext }) commands?: Commands;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
    void new EvtController(this, () => this.playground?.bootStore.onDidChange);
    void new EvtController(this, () => this.commands?.onDidChangeBootFailure);
  }

  protected override render(): TemplateResult | typeof nothing {
    const machine = this.machine;
    if (!machine) return nothing;
    switch (machine.state) {
      case "paused":
        return machine.kind === "guest"
          ? this.#banner(machine, "Paused.", "Its processor stands still and uses no CPU.", "resume")
          : this.#banner(machine, "Paused.", "Its cgroup is frozen: no process of it runs.", "resume");
      case "created":
        return this.#banner(
          machine,
          "Created.",
          machine.endReason ?? "It has not been started yet.",
          "start",
        );
      case "exited":
        return this.#banner(
          machine,
          "Exited.",
          `${machine.endReason ?? ""} What it wrote is kept until it is removed.`.trim(),
          "start",
        );
      case "crashed":
        return this.#banner(machine, "Crashed.", machine.endReason ?? "", "start");
      case "shutting-down":
        return this.#banner(machine, "Shutting down.", "The system was asked to; it has 10 seconds.", null);
      case "shutoff":
        return this.#imageStatus === "failed"
          ? this.#image(machine)
          : this.#banner(machine, "Off.", "What it printed stays here.", "start");
      case "starting":
        return this.#imageStatus === "loading" ? this.#image(machine) : nothing;
      default:
        return nothing;
    }
  }

  get #imageStatus(): string {
    if (this.commands?.bootFailure) return "failed";
    return this.playground?.bootStore.status(this.playground.images[0]).kind ?? "absent";
  }

  #banner(machine: Machine, state: string, words: string, verb: MachineVerb | null): TemplateResult {
    return html`<div class="banner ${machine.state}">
      <p tabindex=${words.length > 120 ? 0 : nothing}><strong>${state}</strong> ${words}</p>
      ${verb === null ? nothing : this.#button(machine, verb)}
    </div>`;
  }

  #image(machine: Machine): TemplateResult {
    return html`<div class="banner">
      <gh-image-progress without-retry></gh-image-progress>${
        machine.can("start") ? this.#button(machine, "start", "Try again") : nothing
      }
    </div>`;
  }

  #button(machine: Machine, verb: MachineVerb, title = verbTitle(verb, machine)): TemplateResult {
    return html`<button data-verb=${verb} @click=${() => this.commands?.perform(verb, machine)}>
      ${title}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-tile-banner": GhTileBanner;
  }
}
