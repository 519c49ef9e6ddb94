/** Styles of the area of consoles. */
import { css } from "lit";

export const consolesStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    overflow: hidden auto;
    scrollbar-width: thin;
  }
  .tiles {
    position: relative;
    flex: 1;
    min-height: 0;
    margin: 5px;
  }
  .tile {
    position: absolute;
    padding: 3px;
    contain: strict;
  }
  gh-console-tile,
  gh-host-tile {
    height: 100%;
  }
  .tile[data-drop]::after {
    content: "";
    position: absolute;
    inset-block: 3px;
    width: 4px;
    border-radius: 2px;
    background: var(--gh-focus);
  }
  .tile[data-drop="before"]::after {
    left: -2px;
  }
  .tile[data-drop="after"]::after {
    right: -2px;
  }
  .tiles > gh-divider {
    position: absolute;
  }
  .tiles > gh-divider[orientation="vertical"] {
    width: 6px !important;
    margin-left: -3px;
  }
  .tiles > gh-divider[orientation="horizontal"] {
    height: 6px !important;
    margin-top: -3px;
  }
  .tabs {
    display: flex;
    gap: 4px;
    padding: 8px 8px 0;
    overflow: auto hidden;
    scrollbar-width: none;
  }
  .tabs button {
    border-color: transparent;
    background: none;
    color: var(--gh-quiet);
  }
  .tabs button::before {
    content: "";
    width: 8px;
    height: 8px;
    border-radius: 2px;
    background: var(--accent);
  }
  .tabs button[aria-pressed="true"] {
    border-color: var(--gh-border);
    background: var(--gh-surface);
    color: var(--gh-text);
  }
  .none {
    margin: auto;
    padding: 24px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-m);
    text-align: center;
  }
  gh-empty-state {
    flex: 1;
    min-height: 0;
    overflow: auto;
  }
  @media (max-width: 720px) {
    .tiles {
      margin: 0 3px 3px;
    }
  }
`;
