/** The look of the panel beside the diagram. */
import { css } from "lit";

export const panelStyles = css`
  :host {
    min-width: 0;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font-size: var(--gh-text-s);
    line-height: 1.45;
  }
  header {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 6px 6px 6px 12px;
    border-bottom: 1px solid var(--gh-border);
  }
  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    font-size: var(--gh-text-m);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .body {
    padding: 10px 12px;
    overflow: auto;
  }
  p {
    margin: 0 0 10px;
  }
  .sections {
    columns: 24rem;
    column-gap: 28px;
  }
  section {
    margin-bottom: 16px;
    break-inside: avoid;
  }
  h3 {
    margin: 0 0 4px;
    font-size: var(--gh-text-s);
    font-weight: 600;
  }
  .quiet,
  .source {
    color: var(--gh-quiet);
  }
  .source {
    margin: 4px 0 0;
  }
  .refusal {
    color: var(--gh-danger);
  }
  dl {
    display: grid;
    gap: 4px;
    margin: 0;
  }
  dl div {
    display: grid;
    grid-template-columns: minmax(6.5rem, 30%) minmax(0, 1fr);
    gap: 10px;
  }
  dt {
    color: var(--gh-quiet);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
    font-variant-numeric: tabular-nums;
  }
  small {
    display: block;
    color: var(--gh-quiet);
    font-size: inherit;
  }
  pre {
    max-height: 16rem;
    margin: 0;
    padding: 6px 8px;
    overflow: auto;
    border-radius: var(--gh-radius-s);
    background: var(--gh-sunken);
    font: 0.6875rem / 1.5 var(--gh-mono);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
  .scroll {
    overflow-x: auto;
  }
  th,
  td {
    padding: 3px 12px 3px 0;
    border-bottom: 1px solid var(--gh-border);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
    white-space: nowrap;
  }
  th {
    color: var(--gh-quiet);
  }
`;
