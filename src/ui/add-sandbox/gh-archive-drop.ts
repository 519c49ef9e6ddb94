/**
 * Takes an image archive that is dropped anywhere on the page. Says so while one is held over it.
 */
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, state } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/**
 * Belongs once into the page.
 *
 * @fires gh-archive-dropped - With the file.
 */
@customElement("gh-archive-drop")
export class GhArchiveDrop extends LitElement {
  static override styles = [
    base,
    css`
      div {
        position: fixed;
        z-index: 20;
        inset: 8px;
        display: grid;
        place-items: center;
        border: 2px dashed var(--gh-primary);
        border-radius: 10px;
        background: color-mix(in srgb, var(--gh-surface) 82%, transparent);
        color: var(--gh-text);
        font-size: var(--gh-text-l);
        pointer-events: none;
      }
    `,
  ];

  @state() private held = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("dragover", this.#over);
    document.addEventListener("dragleave", this.#leave);
    document.addEventListener("drop", this.#drop);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("dragover", this.#over);
    document.removeEventListener("dragleave", this.#leave);
    document.removeEventListener("drop", this.#drop);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.held) return nothing;
    return html`<div>Drop an image archive (OCI or docker save, tar or tar.gz) to make a sandbox of it</div>`;
  }

  readonly #over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.held = true;
  };

  readonly #leave = (event: DragEvent): void => {
    // Between two elements of the page there is another one to go to.
    if (event.relatedTarget === null) this.held = false;
  };

  readonly #drop = (event: DragEvent): void => {
    this.held = false;
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    this.dispatchEvent(
      new CustomEvent("gh-archive-dropped", { detail: file, bubbles: true, composed: true }),
    );
  };
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-archive-drop": GhArchiveDrop;
  }
  interface HTMLElementEventMap {
    /** A file was dropped on the page. */
    "gh-archive-dropped": CustomEvent<File>;
  }
}
