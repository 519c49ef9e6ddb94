/**
 * Asks for a new sandbox's image, confinement, limits and how many; takes an image archive along.
 */
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import { consume } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import type { OfferedImage } from "../../playground/sandbox-images.ts";
import type { NamespaceKind } from "../../sandbox/abi/process-calls.ts";
import type { Confinement, SandboxKind } from "../../sandbox/runtime/sandbox-options.ts";
import { addGuestDialogStyles } from "../add-guest/add-guest-dialog-styles.ts";
import type { Commands } from "../commands.ts";
import { commandsContext, playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { icon } from "../icons.ts";
import { dialogs } from "../styles/dialogs.ts";
import { namespaceKindsShown } from "../namespace-words.ts";
import { base, buttons } from "../styles/shared.ts";
import { addSandboxDialogStyles } from "./add-sandbox-dialog-styles.ts";
import { confinementField, field, moreFields, textField } from "./sandbox-fields.ts";
import { mostSandboxesAtOnce, sandboxOptions, type FieldName } from "./sandbox-form.ts";

/** Closed until `show`. */
@customElement("gh-add-sandbox-dialog")
export class GhAddSandboxDialog extends LitElement {
  static override styles = [base, buttons, dialogs, addGuestDialogStyles, addSandboxDialogStyles];

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  @consume({ context: commandsContext }) commands?: Commands;

  @state() private open = false;
  /** Its fields are made when it is first opened. */
  @state() private wanted = false;
  @state() private refusal = "";
  /** The field that is refused; `null` where it is no single one. */
  @state() private refused: FieldName | null = null;
  /** What it is doing meanwhile, in words; asked twice, it adds once. */
  @state() private busy = "";
  @query("form") private readonly form!: HTMLFormElement | null;
  @query("#image") private readonly imageField!: HTMLSelectElement;

  constructor() {
    super();
    void new EvtController(this, () => this.playground?.sandboxImages.onDidChange);
  }

  /** Opens it with the defaults; with an image archive, takes that along and chooses its image. */
  show(archive?: File): void {
    this.form?.reset();
    for (const group of this.renderRoot.querySelectorAll("details")) group.open = false;
    this.#refuse("");
    this.wanted = true;
    this.open = true;
    if (archive) void this.#bring(archive);
  }

  protected override render(): TemplateResult | typeof nothing {
    const playground = this.playground;
    if (!playground) return nothing;
    return html`<wa-dialog
      label="New sandbox"
      without-header
      light-dismiss
      ?open=${this.open}
      @wa-after-hide=${this.#closed}
    >
      ${this.wanted ? this.#form(playground) : nothing}
    </wa-dialog>`;
  }

  /** Fields are in templates of their own: which of them is refused is told to them here. */
  protected override updated(): void {
    for (const control of this.form?.elements ?? []) {
      if (control.id === "") continue;
      const isRefused = control.id === this.refused;
      if (isRefused === control.hasAttribute("aria-invalid")) continue;
      control.toggleAttribute("aria-invalid", isRefused);
      if (isRefused) control.setAttribute("aria-invalid", "true");
    }
  }

  #form(playground: Playground): TemplateResult {
    return html`<form @submit=${this.#submit} @input=${this.#edited} novalidate>
      <div class="head">
        <h2>New sandbox</h2>
        <button type="button" class="icon" aria-label="Close" @click=${this.#close}>${icon("close")}</button>
      </div>
      ${this.#fields(playground.sandboxImages.offered)}
      <p class="refusal" id="refusal" role="alert">${this.refusal}</p>
      <div class="buttons">
        <button type="button" @click=${this.#close}>Cancel</button>
        <button class="primary" type="submit" ?disabled=${this.busy !== ""}>
          ${this.busy || this.#submitTitle()}
        </button>
      </div>
    </form>`;
  }

  #fields(images: readonly OfferedImage[]): TemplateResult {
    const kind = this.#kind();
    return html`${field(
      "image",
      html`<div class="row">
        <select id="image" name="image" autofocus>
          ${images.map(({ id, title }) => html`<option value=${id}>${title}</option>`)}
        </select>
        <label
          ><input
            type="file"
            accept=".tar,.tgz,.gz,application/x-tar,application/gzip"
            @change=${this.#choose}
          />
          <button
            type="button"
            title="An image archive: OCI or docker save, tar or tar.gz. It can be dropped on the page, too."
            @click=${() => this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click()}
          >
            From a file…
          </button></label
        >
      </div>`,
    )}
    ${field(
      "kind",
      html`<select id="kind" name="kind">
        <option value="">as the image says</option>
        <option value="system">system sandbox: a whole root and an init</option>
        <option value="application">application sandbox: one program on a runtime</option>
      </select>`,
    )}
    ${kind === "application" ? confinementField(this.#confinement()) : nothing}
    ${textField("name", `${this.#image()?.id ?? "sandbox"}-…`)}
    ${field("memory", html`<div class="unit"><input id="memory" name="memory" type="number" inputmode="numeric" min="1" value="64" /> MiB at most; empty is no limit</div>`)}
    ${field("count", html`<input id="count" name="count" type="number" inputmode="numeric" min="1" max=${mostSandboxesAtOnce} value="1" />`)}
    ${moreFields({ kind, confinement: this.#confinement(), shared: this.#shared() })}`;
  }

  #submitTitle(): string {
    const count = this.form ? this.#count() : 1;
    return count > 1 ? `Start ${count} sandboxes` : "Start the sandbox";
  }

  #image(): OfferedImage | undefined {
    const { offered } = this.playground?.sandboxImages ?? { offered: [] };
    return offered.find(({ id }) => id === this.#text("image")) ?? offered[0];
  }

  #kind(): SandboxKind {
    const asked = this.#text("kind");
    if (asked === "system" || asked === "application") return asked;
    return this.#image()?.kind === "application" ? "application" : "system";
  }

  #confinement(): Confinement {
    const asked = this.#text("confinement");
    return asked === "confined" || asked === "none" ? asked : "portal";
  }

  #shared(): ReadonlySet<NamespaceKind> {
    const chosen = this.form ? new FormData(this.form).getAll("share") : [];
    return new Set(namespaceKindsShown.filter((kind) => chosen.includes(kind)));
  }

  /** How many are asked for, as far as that can be. */
  #count(): number {
    return Math.min(mostSandboxesAtOnce, Math.max(1, Math.trunc(Number(this.#text("count"))) || 1));
  }

  #text(name: string): string {
    const value = this.form ? new FormData(this.form).get(name) : null;
    return typeof value === "string" ? value : "";
  }

  readonly #choose = (event: Event): void => {
    const file = event.target instanceof HTMLInputElement ? event.target.files?.[0] : undefined;
    if (file) void this.#bring(file);
  };

  async #bring(file: File): Promise<void> {
    const images = this.playground?.sandboxImages;
    if (!images || this.busy !== "") return;
    this.busy = "Reading the archive…";
    this.#refuse("");
    try {
      const { id } = await images.bring(new Uint8Array(await file.arrayBuffer()), file.name);
      await this.updateComplete;
      this.imageField.value = id;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#refuse(`${file.name} cannot be used. ${reason}`, "image");
    } finally {
      this.busy = "";
    }
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (this.busy !== "" || !this.form) return;
    const options = sandboxOptions(new FormData(this.form), this.#kind());
    if ("refusal" in options) {
      this.#refuse(options.refusal, options.field);
      this.#lookAt(options.field);
      return;
    }
    this.busy = "Starting…";
    try {
      this.#refuse((await this.commands?.addSandboxes(options, this.#count())) ?? "");
    } finally {
      this.busy = "";
    }
    if (this.refusal === "") this.open = false;
  };

  /** What was refused is being mended, and fields depend on each other. */
  readonly #edited = (): void => {
    this.#refuse("");
    this.requestUpdate();
  };

  #refuse(words: string, refused: FieldName | null = null): void {
    this.refusal = words;
    this.refused = refused;
  }

  /** Unfolds what the field is in, and gives it the keyboard. */
  #lookAt(name: FieldName): void {
    const element = this.renderRoot.querySelector<HTMLElement>(`#${name}`);
    const group = element?.closest("details");
    if (group) group.open = true;
    (element instanceof HTMLFieldSetElement ? element.querySelector("input") : element)?.focus();
  }

  readonly #close = (): void => {
    this.open = false;
  };

  readonly #closed = (event: Event): void => {
    // Menus within the page tell of their hiding by the same event.
    if (event.target instanceof Element && event.target.localName === "wa-dialog") this.open = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-add-sandbox-dialog": GhAddSandboxDialog;
  }
}
