/**
 * Asks for a new guest's image, name, memory, hypervisor, part of the processor, and how many.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { CatalogImage } from "../../../images/catalog.ts";
import type { Playground } from "../../playground/playground.ts";
import { MIB } from "../../base/units.ts";
import { emulatorOverheadMiB } from "../../playground/host-capacity.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { formatCount } from "../format.ts";
import { overcommitWords, touchedBytes } from "../host-bar/figure-words.ts";
import { icon } from "../icons.ts";
import { dialogs } from "../styles/dialogs.ts";
import { base, buttons } from "../styles/shared.ts";
import { addGuestDialogStyles } from "./add-guest-dialog-styles.ts";
import { askedCount, guestOrder, mostGuestsAtOnce, type GuestField, type GuestOrder } from "./guest-form.ts";
import { processorFields } from "./processor-fields.ts";

/** Closed until `show`. */
@customElement("gh-add-guest-dialog")
export class GhAddGuestDialog extends LitElement {
  static override styles = [base, buttons, dialogs, addGuestDialogStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;

  @state() private open = false;
  @state() private refusal = "";
  /** The field that it is about. */
  @state() private refused: GuestField | null = null;
  /** Whether guests are being added: asked twice, it adds once. */
  @state() private adding = false;
  @query("form") private readonly form!: HTMLFormElement;

  constructor() {
    super();
    void new MachinesController(this, () => this.playground);
  }

  /** Opens it with the defaults. */
  show(): void {
    this.form.reset();
    this.#refuse("");
    this.open = true;
  }

  protected override render(): TemplateResult | typeof nothing {
    const playground = this.playground;
    if (!playground) return nothing;
    return html`<wa-dialog
      label="New guest"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${this.#closed}
    >
      <form @submit=${this.#submit} @input=${() => this.#refuse("")} novalidate>
        <div class="head">
          <h2>New guest</h2>
          <button type="button" class="icon" aria-label="Close" @click=${this.#close}>
            ${icon("close")}
          </button>
        </div>
        ${this.#fields(playground.images[0], playground)}
        <p class="refusal" id="refusal" role="alert">${this.refusal}</p>
        <div class="buttons">
          <button type="button" @click=${this.#close}>Cancel</button>
          <button class="primary" type="submit" ?disabled=${this.adding}>${this.#submitTitle()}</button>
        </div>
      </form>
    </wa-dialog>`;
  }

  /** Fields are in templates of their own: which of them is refused is told to them here. */
  protected override updated(): void {
    for (const control of this.form?.elements ?? [])
      if (control instanceof HTMLInputElement && control.type !== "checkbox")
        control.ariaInvalid = control.id === this.refused ? "true" : null;
  }

  #fields(image: CatalogImage, { images, capacity, monitor }: Playground): TemplateResult {
    return html`<label for="image">Image</label>
      <select id="image" name="image">
        ${images.map(({ id, title, kernelVersion }) => html`<option value=${id}>${title} ${kernelVersion}</option>`)}
      </select>
      <label for="name">Name</label>
      <input
        id="name"
        name="name"
        autocomplete="off"
        spellcheck="false"
        maxlength="63"
        placeholder="${image.id}-…"
      />
      <label for="memory">Memory</label>
      <div class="unit">
        <input
          id="memory"
          name="memory"
          type="number"
          inputmode="numeric"
          step="1"
          min=${image.minimumMemoryMiB}
          max=${capacity.freeForGuestMiB}
          value=${image.defaultMemoryMiB}
          placeholder=${image.defaultMemoryMiB}
          aria-describedby="memory-hint"
          autofocus
        />
        MiB
      </div>
      <p class="hint" id="memory-hint">
        At least ${image.minimumMemoryMiB}. The host has ${capacity.leftForGuestMiB} of ${capacity.memoryMiB}
        MiB left for a guest; each takes about ${emulatorOverheadMiB} MiB more for its emulator.
      </p>
      <label class="overcommit"
        ><input
          type="checkbox"
          name="overcommit"
          role="switch"
          aria-describedby="overcommit-hint"
          .checked=${live(capacity.overcommit)}
          @input=${this.#overcommit}
        />Overcommit memory</label
      >
      <p class="hint" id="overcommit-hint">
        For all machines: they start though the host has not so much. If they use it, the browser refuses
        memory or ends the page with every machine in
        it.${
          capacity.overcommittedMiB > 0
            ? ` ${overcommitWords(capacity.overcommittedMiB, touchedBytes(monitor.latest()))}`
            : nothing
        }
      </p>
      ${processorFields(this.form ? text(new FormData(this.form), "hypervisor") : "")}
      <label for="count">How many</label>
      <input
        id="count"
        name="count"
        type="number"
        inputmode="numeric"
        min="1"
        max=${mostGuestsAtOnce}
        step="1"
        value="1"
      />`;
  }

  #submitTitle(): string {
    const count = this.form ? askedCount(new FormData(this.form)) : 1;
    return count > 1 ? `Boot ${formatCount(count, "guest")}` : "Boot the guest";
  }

  /** Several guests are refused together rather than one by one. */
  #tooMuch({ options, count }: GuestOrder, { capacity, images }: Playground): string {
    const each = options.memoryMiB ?? images[0].defaultMemoryMiB;
    const freeMiB = Math.floor(capacity.freeBytes / MIB);
    const asked = count * (each + emulatorOverheadMiB);
    if (count === 1 || asked <= freeMiB || capacity.overcommit) return "";
    return `The host cannot give ${count} guests ${each} MiB each: with their emulators they take ${asked} MiB, and ${freeMiB} MiB are free. Ask for less, or destroy a machine.`;
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { playground } = this;
    if (this.adding || !playground) return;
    const taken = new Set(playground.machines.map(({ name }) => name));
    const order = guestOrder(new FormData(this.form), playground.images, taken);
    if ("refusal" in order) {
      this.#refuse(order.refusal, order.field);
      return;
    }
    const tooMuch = this.#tooMuch(order, playground);
    if (tooMuch !== "") {
      this.#refuse(tooMuch, "memory");
      return;
    }
    this.adding = true;
    try {
      this.#refuse((await this.commands?.addGuests(order.options, order.count)) ?? "");
    } finally {
      this.adding = false;
    }
    if (this.refusal === "") this.open = false;
  };

  /** Says what is wrong and gives the keyboard to the field, if it is one's; nothing is wrong without words. */
  #refuse(words: string, refused: GuestField | null = null): void {
    this.refusal = words;
    this.refused = refused;
    if (refused) this.form.querySelector<HTMLElement>(`#${refused}`)?.focus();
    // What else hangs on the fields: the button's words, the hypervisor's.
    this.requestUpdate();
  }

  readonly #overcommit = ({ target }: Event): void => {
    if (this.playground && target instanceof HTMLInputElement)
      this.playground.capacity.overcommit = target.checked;
    this.requestUpdate();
  };

  readonly #close = (): void => {
    this.open = false;
  };

  readonly #closed = (event: Event): void => {
    // Menus within the page tell of their hiding by the same event.
    if (event.target instanceof Element && event.target.localName === "wa-dialog") this.open = false;
  };
}

function text(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-add-guest-dialog": GhAddGuestDialog;
  }
}
