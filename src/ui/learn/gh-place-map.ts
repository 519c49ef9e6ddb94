/**
 * A map of the field: whose kernel a program runs on goes across, what is put into the machine goes down; systems that
 * others use stand on it, and so do the machines of this page as they come and go.
 */
import { consume } from "@lit/context";
import { html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { arrangement, aTitle } from "../../playground/learning/arrangements.ts";
import { machineFacts, type MachineFacts } from "../../playground/learning/machine-facts.ts";
import {
  contents,
  fieldPlaces,
  kernelSides,
  machinesIn,
  placesIn,
} from "../../playground/learning/place-map.ts";
import type { Content, FieldPlace, KernelSide } from "../../playground/learning/places/field-place.ts";
import type { Playground } from "../../playground/playground.ts";
import { playgroundContext, workspaceContext } from "../contexts.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { icon } from "../icons.ts";
import { showTargetEvent } from "../lessons/show-target-event.ts";
import { base, buttons } from "../styles/shared.ts";
import { accentColor } from "../styles/tokens.ts";
import type { Workspace } from "../workspace.ts";
import { learnPartStyles } from "./learn-part-styles.ts";
import { placeMapStyles } from "./place-map-styles.ts";
import { targetMachine } from "./show-target.ts";

type MapMachine = MachineFacts & { readonly accent: number };

/** `<gh-place-map .opened=${"docker"}>` */
@customElement("gh-place-map")
export class GhPlaceMap extends LitElement {
  static override styles = [base, buttons, learnPartStyles, placeMapStyles];

  @property({ attribute: false }) opened: string | null = null;
  @consume({ context: playgroundContext, subscribe: true }) playground?: Playground;
  @consume({ context: workspaceContext }) workspace?: Workspace;

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
  }

  protected override render(): TemplateResult {
    const machines = (this.playground?.machines ?? []).map((machine) => ({
      ...machineFacts(machine, null),
      accent: machine.accent,
    }));
    const place = fieldPlaces.find(({ id }) => id === this.opened) ?? null;
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Places">
      <table>
        <caption>
          Whose kernel a program runs on goes across, from most of its own to most shared; what is put into
          the machine goes down. Coloured names are machines of this page.
        </caption>
        <thead>
          <tr>
            <td></td>
            ${kernelSides.map(({ title, what }) => html`<th scope="col">${title}<small>${what}</small></th>`)}
          </tr>
        </thead>
        <tbody>
          ${contents.map(
            ({ id, title }) =>
              html`<tr>
                <th scope="row">${title}</th>
                ${
                  id === "image-system"
                    ? this.#region("shared", "", id, machines, kernelSides.length)
                    : kernelSides.map((side) => this.#region(side.id, side.title, id, machines))
                }
              </tr>`,
          )}
        </tbody>
      </table>
      ${place ? this.#details(place) : html`<p class="lead">Choose a system to see where it stands and how ours differs.</p>`}
    </div>`;
  }

  #region(
    kernel: KernelSide,
    side: string,
    content: Content,
    machines: readonly MapMachine[],
    columns = 1,
  ): TemplateResult {
    const places = placesIn(kernel, content);
    const here = machinesIn(machines, kernel, content);
    return html`<td class=${places.length === 0 ? "empty" : ""} colspan=${columns} data-side=${side}>
      <ul>
        ${places.map(
          ({ id, name }) =>
            html`<li>
              <button aria-pressed=${id === this.opened} aria-controls="place" @click=${() => this.#open(id)}>
                ${name}
              </button>
            </li>`,
        )}
        ${here.map(
          ({ name, accent }) =>
            html`<li class="ours" style="--accent: ${accentColor(accent)}">
              <span class="visually-hidden">here: </span>${name}
            </li>`,
        )}
      </ul>
    </td>`;
  }

  #details(place: FieldPlace): TemplateResult {
    const { title, stack } = arrangement(place.arrangement);
    const there = this.playground && targetMachine(targetOf(place), this.playground) !== null;
    return html`<section id="place" aria-labelledby="name">
      <h2 id="name">${place.name}</h2>
      <p>${place.text}</p>
      <h3>Nearest here: ${title}</h3>
      <ol class="stack" aria-label="What stands on what, from the top down">
        ${stack.split(", ").map((layer) => html`<li>${layer}</li>`)}
      </ol>
      <h3>How it differs from ours</h3>
      <ul class="differs">
        ${place.differs.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
      <button class="primary" @click=${() => this.dispatchEvent(showTargetEvent(targetOf(place), "make"))}>
        ${there ? html`${icon("eye")} Show me` : html`${icon("plus")} Show me: make ${aTitle(place.arrangement)}`}
      </button>
    </section>`;
  }

  #open(id: string): void {
    if (this.workspace) this.workspace.learnPlace = { tab: "places", item: id };
  }
}

function targetOf({ arrangement: of }: FieldPlace): Parameters<typeof targetMachine>[0] {
  return { kind: "machine", of, part: "console" };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-place-map": GhPlaceMap;
  }
}
