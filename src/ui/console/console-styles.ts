/** The look of a console around its terminal. */
import { css } from "lit";

export const consoleStyles = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 0;
    overflow: hidden;
    contain: strict;
    background: var(--gh-terminal);
  }
  .terminal {
    position: absolute;
    inset: 6px 0 4px 8px;
  }
  .host {
    width: 100%;
    height: 100%;
  }
  .xterm .xterm-viewport {
    background: transparent;
  }
  /* xterm measures each character it prints first: a box of its own keeps the rest of the page out of that. */
  .xterm .xterm-width-cache-measure-container {
    position: absolute;
    width: 0;
    height: 0;
    contain: strict;
  }
  .xterm .composition-view {
    background: var(--gh-raised);
    color: var(--gh-text);
  }
  :host(:focus-within)::after {
    position: absolute;
    inset: 0;
    z-index: 20;
    outline: 2px solid var(--gh-focus);
    outline-offset: -2px;
    content: "";
    pointer-events: none;
  }
  .bell {
    position: absolute;
    inset: 0;
    z-index: 12;
    background: var(--gh-text);
    opacity: 0;
    pointer-events: none;
    transition: opacity 120ms ease-out;
  }
  :host([data-ringing]) .bell {
    opacity: 0.09;
    transition: none;
  }
  gh-console-search {
    position: absolute;
    top: 6px;
    right: 18px;
    z-index: 21;
    max-width: calc(100% - 24px);
  }
  .link {
    position: absolute;
    bottom: 4px;
    left: 4px;
    z-index: 21;
    max-width: calc(100% - 8px);
    box-sizing: border-box;
    padding: 2px 8px;
    overflow: hidden;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius-s);
    background: var(--gh-raised);
    color: var(--gh-quiet);
    font: var(--gh-text-s) / 1.5 var(--gh-font);
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  .link b {
    color: var(--gh-text);
    font-weight: 500;
  }
`;
