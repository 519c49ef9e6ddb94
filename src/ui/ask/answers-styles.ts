/** Styles of the answers. */
import { css } from "lit";

export const answersStyles = css`
  :host {
    display: block;
    margin: 0 0 12px;
    font-size: var(--gh-text-m);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 16px;
    align-items: center;
    justify-content: space-between;
    margin: 0 0 6px;
  }
  h3 {
    margin: 0;
    font-size: var(--gh-text-m);
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  code {
    padding: 1px 5px;
    border-radius: var(--gh-radius-s);
    background: var(--gh-sunken);
    font: var(--gh-text-m) var(--gh-mono);
  }
  label {
    color: var(--gh-quiet);
  }
  select {
    max-width: 12rem;
    height: var(--gh-control);
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-raised);
    color: var(--gh-text);
    font: inherit;
  }
  .wide {
    overflow-x: auto;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
  }
  table {
    table-layout: fixed;
  }
  th {
    padding: 6px 8px;
    border-top: 3px solid var(--accent);
    background: var(--gh-bg);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
  }
  th + th,
  td + td {
    border-inline-start: 1px solid var(--gh-border);
  }
  td {
    padding: 0;
    vertical-align: top;
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  small {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .how,
  .verdict {
    display: block;
    min-height: 1.4em;
    font-variant-numeric: tabular-nums;
    overflow-wrap: anywhere;
  }
  .line {
    display: grid;
    grid-template-columns: 1.1em minmax(0, 1fr);
    min-height: 1.5em;
    padding: 0 6px 0 4px;
    border-inline-start: 3px solid transparent;
    font: var(--gh-text-s) / 1.5 var(--gh-mono);
  }
  .line > span {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }
  .line i {
    color: var(--gh-text);
    font-style: normal;
    font-weight: 700;
    user-select: none;
  }
  .changed {
    border-inline-start-color: var(--gh-warning);
    background: color-mix(in srgb, var(--gh-warning) 9%, transparent);
  }
  .added {
    border-inline-start-color: var(--gh-ok);
    background: color-mix(in srgb, var(--gh-ok) 9%, transparent);
  }
  .missing {
    border-inline-start-color: var(--gh-danger);
    background: color-mix(in srgb, var(--gh-danger) 9%, transparent);
  }
  mark {
    border-bottom: 2px solid var(--gh-warning);
    background: none;
    color: inherit;
  }
  .more {
    margin-top: 6px;
  }
  .end {
    padding: 2px 8px 4px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  section {
    margin: 0 0 8px;
    border: 1px solid var(--gh-border);
    border-top: 3px solid var(--accent);
    border-radius: var(--gh-radius);
  }
  .title {
    padding: 6px 8px;
    background: var(--gh-bg);
  }
`;
