/** The look of the budget: slots, what is used in them, and their edges. */
import { css } from "lit";

export const budgetBarStyles = css`
  :host {
    display: block;
    min-width: 60px;
  }
  .lane {
    position: relative;
    height: 10px;
    cursor: pointer;
  }
  .lane.near {
    cursor: ew-resize;
  }
  /* What exists goes on beyond the end. */
  .lane.close .slots {
    mask: linear-gradient(to left, transparent, #000 14px);
  }
  .slots {
    position: relative;
    height: 100%;
    overflow: hidden;
    border-radius: 3px;
    background: var(--gh-free);
    box-shadow: inset 0 0 0 1px var(--gh-border);
  }
  i {
    position: absolute;
    top: 0;
    height: 100%;
    background:
      linear-gradient(
        to right,
        var(--color) var(--used),
        color-mix(in srgb, var(--color) 26%, var(--gh-surface)) 0 var(--limit),
        transparent 0 var(--ram),
        var(--gh-page) 0
      ),
      repeating-linear-gradient(
        135deg,
        color-mix(in srgb, var(--color) 45%, var(--gh-surface)) 0 2px,
        var(--gh-surface) 2px 4px
      );
    box-shadow: inset -1px 0 var(--gh-surface);
  }
  i.unlimited {
    background: linear-gradient(to right, var(--color), color-mix(in srgb, var(--color) 20%, transparent));
  }
  /* Where what exists ends, with more promised. */
  b {
    position: absolute;
    top: 0;
    right: 0;
    bottom: 0;
    border-left: 2px solid var(--gh-text);
    background: color-mix(in srgb, var(--gh-warning) 22%, transparent);
  }
  .edge {
    position: absolute;
    top: -2px;
    width: 11px;
    height: 14px;
    margin-left: -6px;
    border-radius: 3px;
    pointer-events: none;
  }
  .edge::after {
    position: absolute;
    inset: 0 4px;
    border-radius: 1px;
    background: var(--color);
    box-shadow: 0 0 0 1px var(--gh-surface);
    content: "";
  }
  .edge:is(.active, :focus-visible)::after {
    inset-inline: 3px;
    background: var(--gh-text);
  }
  .edge:is(.active, :focus-visible) {
    z-index: 1;
  }
  /* Under a finger an edge is too thin: a tap anywhere opens the panel of limits. */
  @media (max-width: 720px), (pointer: coarse) {
    .lane {
      height: 24px;
      margin-block: -7px;
      padding-block: 7px;
    }
    .edge {
      top: 5px;
    }
  }
`;
