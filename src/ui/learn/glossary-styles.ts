/** Styles of the glossary. */
import { css } from "lit";

export const glossaryStyles = css`
  /* What stays at the top has its own. */
  .scroll {
    padding-top: 0;
  }
  search {
    position: sticky;
    z-index: 1;
    top: 0;
    display: flex;
    gap: 10px;
    align-items: center;
    padding: 12px 0;
    background: var(--gh-surface);
  }
  search label,
  search span {
    color: var(--gh-quiet);
    white-space: nowrap;
  }
  input {
    flex: 0 1 20rem;
    min-width: 0;
    height: var(--gh-control);
    padding: 0 8px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-bg);
    color: var(--gh-text);
    font: inherit;
  }
  h2 {
    margin: 16px 0 8px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr));
    gap: 10px;
    margin: 0;
  }
  .word {
    padding: 10px 12px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-raised);
    scroll-margin: 60px;
  }
  .word[data-opened] {
    border-color: var(--gh-focus);
    box-shadow: 0 0 0 1px var(--gh-focus);
  }
  dt {
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
  dt small {
    margin-inline-start: 4px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 400;
  }
  dd {
    margin: 4px 0 0;
  }
  p {
    margin: 0;
  }
  .links {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 6px;
    align-items: center;
    margin-top: 8px;
  }
  .links button {
    height: auto;
    min-height: 26px;
    padding: 2px 8px;
    font-size: var(--gh-text-s);
    text-align: start;
    white-space: normal;
  }
  .see {
    border-color: transparent;
    background: none;
    color: var(--gh-primary);
  }
`;
