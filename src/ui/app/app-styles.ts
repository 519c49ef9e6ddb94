/** Styles of the page and of the root element. */
import { css, type CSSResult } from "lit";
import { tokens } from "../styles/tokens.ts";
import { webAwesomeTokens } from "../styles/web-awesome.ts";

const page = css`
  html,
  body {
    height: 100%;
    margin: 0;
    overflow: hidden;
    background: var(--gh-bg);
    color: var(--gh-text);
    font-family: var(--gh-font);
  }
`;

/** What the document adopts. */
export function pageStyles(): CSSStyleSheet[] {
  return [tokens, webAwesomeTokens, page].flatMap(({ styleSheet }: CSSResult) => styleSheet ?? []);
}

export const appStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    height: 100dvh;
    overflow: hidden;
    background: var(--gh-bg);
    color: var(--gh-text);
    font: var(--gh-text-m) / 1.4 var(--gh-font);
  }
  gh-top-bar,
  gh-host-bar {
    flex: none;
  }
  .body {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, var(--list-width)) minmax(0, 1fr);
    min-height: 0;
  }
  .body[data-lesson] {
    grid-template-columns: minmax(0, var(--list-width)) minmax(0, 1fr) minmax(260px, 340px);
  }
  gh-lesson-panel {
    min-width: 0;
    min-height: 0;
    border-inline-start: 1px solid var(--gh-border);
  }
  gh-machine-list {
    min-height: 0;
    background: var(--gh-surface);
  }
  main > gh-divider {
    position: absolute;
    z-index: 1;
    inset: 0 auto 0 -3px;
    flex: none;
  }
  main {
    position: relative;
    display: flex;
    border-inline-start: 1px solid var(--gh-border);
    min-width: 0;
    min-height: 0;
  }
  main > :not(gh-divider) {
    flex: 1;
    min-width: 0;
    min-height: 0;
  }
  @media (max-width: 720px) {
    .body {
      grid-template-rows: auto minmax(0, 1fr);
      grid-template-columns: minmax(0, 1fr);
    }
    .body[data-lesson] {
      grid-template-rows: auto minmax(0, 1fr) auto;
      grid-template-columns: minmax(0, 1fr);
    }
    gh-lesson-panel {
      border-inline-start: 0;
      border-top: 1px solid var(--gh-border-strong);
    }
    main {
      border: 0;
    }
    main > gh-divider {
      display: none;
    }
  }
`;
