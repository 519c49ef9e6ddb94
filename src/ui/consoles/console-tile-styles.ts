/** Styles of a console's tile. */
import { css } from "lit";

export const consoleTileStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    min-width: 0;
    min-height: 0;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr) auto auto;
    height: 100%;
    overflow: hidden;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    font-size: var(--gh-text-s);
  }
  article[data-selected] {
    border-color: color-mix(in srgb, var(--accent) 60%, var(--gh-border));
  }
  header {
    display: flex;
    gap: 8px;
    align-items: center;
    height: 34px;
    padding: 0 4px 0 10px;
    border-bottom: 1px solid var(--gh-border);
    box-shadow: inset 0 2px 0 var(--accent);
    cursor: grab;
  }
  h2 {
    flex: none;
    max-width: 45%;
    margin: 0;
    overflow: hidden;
    font-size: var(--gh-text-m);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .kind {
    display: flex;
    flex: none;
    margin-inline-end: -2px;
    color: var(--gh-quiet);
  }
  .system {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    color: var(--gh-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .gap {
    flex: 1;
  }
  .window {
    flex: 1 1 0;
    min-width: 0;
    overflow: hidden;
    color: var(--gh-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [role="tablist"] {
    display: flex;
    flex: none;
    gap: 2px;
  }
  [role="tab"] {
    height: 24px;
    padding: 0 8px;
    border-color: transparent;
    background: none;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  [role="tab"][aria-selected="true"] {
    background: var(--gh-sunken);
    color: var(--gh-text);
  }
  .actions {
    display: flex;
    flex: none;
    gap: 1px;
  }
  .screen {
    position: relative;
    min-height: 0;
    overflow: hidden;
    background: var(--gh-terminal);
  }
  gh-console,
  gh-guest-details,
  gh-sandbox-details {
    position: absolute;
    inset: 0;
  }
  footer {
    height: 24px;
    border-top: 1px solid var(--gh-border);
  }
  /* A box of its own, as items of a grid cannot be it: figures that change move nothing else in the page. */
  .line {
    display: flex;
    gap: 6px;
    align-items: center;
    height: 100%;
    padding: 0 10px;
    contain: strict;
    color: var(--gh-quiet);
    white-space: nowrap;
  }
  .cpu {
    --gh-quantity-width: 4.5ch;
  }
  .memory {
    --gh-quantity-width: 3ch;
  }
  .release {
    color: var(--gh-text);
  }
  kbd {
    font: inherit;
    font-weight: 600;
  }
  .wide {
    display: inline;
  }
  @container (max-width: 620px) {
    .system,
    .wide {
      display: none;
    }
  }
  @container (max-width: 470px) {
    .release .long {
      display: none;
    }
  }
  @container (max-width: 430px) {
    header gh-machine-state {
      display: none;
    }
    .window {
      visibility: hidden;
    }
    [role="tab"] {
      padding: 0 6px;
    }
  }
  @container (max-width: 350px) {
    .memory,
    .dot {
      display: none;
    }
  }
  @media (max-width: 720px) {
    .maximise {
      display: none;
    }
  }
  @media (pointer: coarse) {
    header {
      height: 42px;
    }
    [role="tab"] {
      height: 34px;
    }
  }
`;
