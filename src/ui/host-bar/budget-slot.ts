/** One slot of the budget as it is drawn: what is used, what it may have, and what a balloon holds back. */
import { html, type TemplateResult } from "lit";
import { styleMap } from "lit/directives/style-map.js";
import type { DrawnRest, DrawnSlot } from "./budget.ts";

/** The slot, where `length` is the whole. */
export function slotTemplate({ slot, from, width }: DrawnSlot, length: number): TemplateResult {
  const { promised, limit, used, color, edge } = slot;
  const look = {
    left: part(from, length),
    width: part(width, length),
    "--color": color,
    "--used": drawn(Math.min(used, width), width),
    "--ram": edge.none === "never" ? part(edge.most, width) : "100%",
    "--limit": edge.none === "never" ? part(limit ?? 0, width) : "100%",
  };
  return html`<i class=${promised === null ? "unlimited" : ""} style=${styleMap(look)}></i>`;
}

/** The slot of those of a crowd that have none of their own. */
export function restTemplate({ from, width, used }: DrawnRest, length: number): TemplateResult {
  const look = {
    left: part(from, length),
    width: part(width, length),
    "--color": "var(--gh-quiet)",
    "--used": drawn(Math.min(used, width), width),
    "--ram": "100%",
    "--limit": "100%",
  };
  return html`<i class="rest" style=${styleMap(look)}></i>`;
}

/** In steps of about half a pixel: use that trembles by less is not drawn anew. */
function drawn(figure: number, whole: number): string {
  return whole > 0 ? `${Math.round(Math.min(1, figure / whole) * 100)}%` : "0%";
}

/** `figure` of `whole` as a percentage for a style. */
export function part(figure: number, whole: number): string {
  return whole > 0 ? `${Math.min(100, (figure / whole) * 100).toFixed(3)}%` : "0%";
}
