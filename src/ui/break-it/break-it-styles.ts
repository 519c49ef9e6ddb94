/** The look of the dialog that breaks machines, and of its reports. */
import { css } from "lit";

export const breakItStyles = css`
  wa-dialog {
    --width: min(46rem, 96vw);
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
  }
  h3 {
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  .body,
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    line-height: 1.45;
  }
  .attacks {
    display: grid;
    padding: 0;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    list-style: none;
  }
  .attacks li {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    align-items: center;
    padding: 8px 10px;
  }
  .attacks li + li {
    border-top: 1px solid var(--gh-border);
  }
  .attacks b {
    font-weight: 600;
  }
  .quiet {
    color: var(--gh-quiet);
  }
  .answers {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .danger {
    border-color: var(--gh-danger);
    color: var(--gh-danger);
  }
  .attacks button[aria-disabled="true"] {
    border-color: var(--gh-border);
    background: none;
    color: var(--gh-quiet);
    cursor: default;
  }
  .running {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }
  .refusal {
    color: var(--gh-danger);
  }
  .refusal:empty {
    display: none;
  }
  code {
    padding: 1px 4px;
    border-radius: var(--gh-radius-s);
    background: var(--gh-sunken);
    font-family: var(--gh-mono);
    font-size: var(--gh-text-s);
    overflow-wrap: anywhere;
  }
  .defences {
    display: grid;
    gap: 6px;
    padding-inline-start: 1.2em;
    overflow-wrap: anywhere;
  }
  .defences small {
    display: block;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .scroll {
    overflow: auto;
  }
  th,
  td {
    padding: 4px 8px;
    border-bottom: 1px solid var(--gh-border);
    text-align: start;
    white-space: nowrap;
  }
  thead th {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 500;
  }
  .number {
    text-align: end;
  }
`;
