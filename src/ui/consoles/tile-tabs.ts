/**
 * The tabs in a tile's header: its lines, and its details. Knows what they are called and nothing of what they show.
 */
import { html, type TemplateResult } from "lit";

/** One tab. */
export interface TileTab<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

/** A tab list (ARIA Authoring Practices: tabs with automatic activation); each tab has the id `tab-…`. */
export function tileTabs<Id extends string>(
  tabs: readonly TileTab<Id>[],
  chosen: Id,
  label: string,
  choose: (id: Id) => void,
): TemplateResult {
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ id }) => id === chosen);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const other = step === undefined ? undefined : tabs.at((at + step) % tabs.length);
    if (!other || !(event.currentTarget instanceof HTMLElement)) return;
    event.preventDefault();
    choose(other.id);
    event.currentTarget.querySelector<HTMLElement>(`#tab-${other.id}`)?.focus();
  };
  return html`<div role="tablist" aria-label=${label} @keydown=${move}>
    ${tabs.map(({ id, title }) => {
      const selected = id === chosen;
      return html`<button
        role="tab"
        id="tab-${id}"
        aria-selected=${selected}
        tabindex=${selected ? 0 : -1}
        @click=${() => choose(id)}
        @dblclick=${(event: Event) => event.stopPropagation()}
        title=${title}
      >
        ${title === "Kernel messages" ? html`<span>Kernel<span class="wide"> messages</span></span>` : title}
      </button>`;
    })}
  </div>`;
}
