/**
 * A bar of a fixed length filled by parts, each in its colour.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { styleMap } from "lit/directives/style-map.js";
import { base } from "../styles/shared.ts";
import { Tip } from "../tooltip/tip.ts";

/** A part below this share is a few pixels wide: too thin for a gap and two shades. */
const thinShare = 0.02;

/** So many parts are drawn each for itself, however narrow. */
const mostApart = 40;
/** A pixel or so of a bar, of the whole. */
const pixelShare = 0.004;

/** One part of a bar. */
export interface BarPart {
  readonly name: string;
  readonly color: string;
  /** Of the whole bar, 0 to 1. */
  readonly share: number;
  /** How much of the part is solid, 0 to 1; the rest is pale. */
  readonly solid: number;
}

/** `<gh-stacked-bar .parts=${parts} label="CPU by machine" .how=${text}>` */
@customElement("gh-stacked-bar")
export class GhStackedBar extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 60px;
      }
      div {
        display: flex;
        height: 12px;
        /* Parts that grow move nothing else in the page. */
        contain: strict;
        overflow: hidden;
        border-radius: 3px;
        background: var(--gh-free);
        box-shadow: inset 0 0 0 1px var(--gh-border);
      }
      i {
        flex: none;
        box-sizing: border-box;
        height: 100%;
        box-shadow: inset -1px 0 var(--gh-surface);
        background: linear-gradient(
          to right,
          var(--color) var(--solid),
          color-mix(in srgb, var(--color) 38%, var(--gh-surface)) 0
        );
      }
      i.thin {
        background: var(--color);
        box-shadow: none;
      }
    `,
  ];

  @property({ attribute: false }) parts: readonly BarPart[] = [];
  /** What it shows, for screen readers and the tooltip. */
  @property() label = "";
  /** What each part stands for, as lines of text. */
  @property() how = "";

  constructor() {
    super();
    void new Tip(this, () => `${this.label}\n${this.how}`);
  }

  protected override render(): TemplateResult {
    return html`<div role="img" aria-label="${this.label}. ${this.how}">
      ${repeat(drawable(this.parts), ({ name }) => name, part)}
    </div>`;
  }
}

/** Of many, parts narrower than a pixel cannot be told apart: those side by side are drawn as one. */
function drawable(parts: readonly BarPart[]): readonly BarPart[] {
  if (parts.length <= mostApart) return parts;
  const drawn: BarPart[] = [];
  for (const next of parts) {
    const last = drawn.at(-1);
    if (last && last.share < pixelShare)
      drawn[drawn.length - 1] = { ...last, share: last.share + next.share };
    else drawn.push(next);
  }
  return drawn;
}

function part({ color, share, solid }: BarPart): TemplateResult {
  const width = `${drawnPercent(Math.min(1, share))}%`;
  return html`<i
    class=${share < thinShare ? "thin" : ""}
    style=${styleMap({ width, "--color": color, "--solid": `${drawnPercent(solid)}%` })}
  ></i>`;
}

/** In steps of about half a pixel: what trembles by less is not drawn anew. */
function drawnPercent(share: number): string {
  return (Math.round(share * 500) / 5).toFixed(1);
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-stacked-bar": GhStackedBar;
  }
}
