/** Styles of the view `ask`. */
import { css } from "lit";

export const askStyles = css`
  :host {
    display: flex;
    min-height: 0;
    background: var(--gh-surface);
    font-size: var(--gh-text-m);
    line-height: 1.5;
  }
  .scroll {
    flex: 1;
    min-width: 0;
    padding: 12px 18px 24px;
    overflow: auto;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  form > label:first-child {
    font-weight: 600;
  }
  #command {
    flex: 1 1 18rem;
    min-width: 0;
    height: var(--gh-control);
    padding: 0 8px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-bg);
    color: var(--gh-text);
    font: var(--gh-text-m) var(--gh-mono);
  }
  select {
    height: var(--gh-control);
    padding: 0 4px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-raised);
    color: var(--gh-text);
    font: inherit;
  }
  .limit {
    color: var(--gh-quiet);
    white-space: nowrap;
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    margin: 10px 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 0 4px;
    color: var(--gh-quiet);
  }
  fieldset label {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    padding: 3px 10px 3px 8px;
    border: 1px solid var(--gh-border);
    border-inline-start: 3px solid var(--accent);
    border-radius: var(--gh-radius);
    overflow-wrap: anywhere;
  }
  fieldset .silent span {
    color: var(--gh-quiet);
  }
  small {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  input[type="checkbox"] {
    margin: 0;
    accent-color: var(--gh-primary);
  }
  details {
    margin: 0 0 12px;
  }
  summary {
    color: var(--gh-quiet);
    cursor: pointer;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr));
    gap: 4px 20px;
    margin: 8px 0;
  }
  dl > div {
    display: grid;
    grid-template-columns: 13.5rem minmax(0, 1fr);
    gap: 10px;
    align-items: baseline;
  }
  dt button,
  .command {
    height: auto;
    min-height: 26px;
    padding: 2px 8px;
    font: var(--gh-text-s) var(--gh-mono);
    text-align: start;
    white-space: normal;
    overflow-wrap: anywhere;
  }
  dd {
    margin: 0;
    color: var(--gh-quiet);
  }
  h3 {
    margin: 10px 0 6px;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }
  .quiet {
    border-color: transparent;
    background: none;
    color: var(--gh-quiet);
  }
  @media (max-width: 720px) {
    .scroll {
      padding: 10px 12px 20px;
    }
    dl > div {
      grid-template-columns: minmax(0, 1fr);
      gap: 2px;
    }
  }
`;
