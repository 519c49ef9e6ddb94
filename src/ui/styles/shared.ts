/** Styles that several elements share: controls, hidden text, figures. */
import { css } from "lit";

/** For every element: the box model, the focus ring, hidden-but-read text, tables of figures. */
export const base = css`
  :host {
    box-sizing: border-box;
  }
  :host([hidden]) {
    display: none !important;
  }
  *,
  *::before,
  *::after {
    box-sizing: inherit;
  }
  [hidden] {
    display: none !important;
  }
  :focus-visible {
    outline: 2px solid var(--gh-focus);
    outline-offset: 1px;
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }
`;

/** A view beside the list that scrolls as a whole. */
export const scrollingView = css`
  :host {
    display: block;
    min-width: 0;
    height: 100%;
    overflow: auto;
    color: var(--gh-text);
    font: var(--gh-text-m) / 1.45 var(--gh-font);
    scrollbar-gutter: stable;
  }
`;

/** Buttons: plain with text, `.primary`, and `.icon` (a square with an icon). */
export const buttons = css`
  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    height: var(--gh-control);
    padding: 0 10px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-raised);
    color: var(--gh-text);
    font: inherit;
    font-size: var(--gh-text-m);
    font-weight: 500;
    white-space: nowrap;
    cursor: pointer;
    transition:
      background-color var(--gh-quick),
      color var(--gh-quick);
  }
  button:hover:not(:disabled) {
    background: var(--gh-hover);
  }
  button:disabled {
    cursor: default;
    color: color-mix(in srgb, var(--gh-quiet) 55%, transparent);
  }
  button svg {
    flex: none;
  }
  button.primary {
    border-color: transparent;
    background: var(--gh-primary);
    color: var(--gh-on-primary);
  }
  button.primary:hover:not(:disabled) {
    background: var(--gh-primary-hover);
  }
  button.primary:disabled {
    background: var(--gh-sunken);
    color: var(--gh-quiet);
  }
  button.icon {
    flex: none;
    width: 26px;
    height: 26px;
    padding: 0;
    border-color: transparent;
    background: transparent;
    color: var(--gh-quiet);
  }
  button.icon:hover:not(:disabled) {
    background: var(--gh-hover);
    color: var(--gh-text);
  }
  button.icon:disabled {
    color: color-mix(in srgb, var(--gh-quiet) 45%, transparent);
  }
  @media (pointer: coarse) {
    button.icon {
      width: 34px;
      height: 34px;
    }
  }
`;
