/** The look of a trace: a form, two columns of layers, tables. */
import { css } from "lit";

export const traceStyles = css`
  :host {
    display: block;
    min-width: 0;
    color: var(--gh-text);
    font: var(--gh-text-m) / 1.45 var(--gh-font);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 12px;
  }
  h2,
  h3,
  h4,
  p {
    margin: 0;
  }
  h2 {
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
  h3,
  h4 {
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  .quiet {
    max-width: 60rem;
    color: var(--gh-quiet);
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 16px;
    align-items: end;
  }
  label {
    display: grid;
    gap: 4px;
    font-weight: 600;
  }
  select,
  input {
    height: 32px;
    max-width: 100%;
    padding: 0 8px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: inherit;
    font-weight: 400;
  }
  input {
    width: 4.5rem;
    font-variant-numeric: tabular-nums;
  }
  form button {
    height: 32px;
  }
  .progress {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 32px;
    color: var(--gh-quiet);
  }
  progress {
    width: 10rem;
    height: 8px;
    accent-color: var(--gh-primary);
  }
  .refusal {
    color: var(--gh-danger);
  }
  .refusal:empty {
    display: none;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));
    gap: 16px;
    align-items: start;
  }
  .machine {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
    min-width: 0;
  }
  .machine header {
    padding-bottom: 4px;
    border-bottom: 2px solid var(--accent, var(--gh-border-strong));
  }
  .machine header span {
    color: var(--gh-quiet);
    font-weight: 400;
  }
  ol {
    display: grid;
    gap: 0;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 8.5rem minmax(0, 1fr) auto;
    gap: 2px 10px;
    padding: 6px 8px;
    border: 1px solid var(--gh-border);
    border-block-start-width: 0;
    background: var(--gh-surface);
  }
  li:first-child {
    border-block-start-width: 1px;
    border-radius: var(--gh-radius) var(--gh-radius) 0 0;
  }
  li:last-child {
    border-radius: 0 0 var(--gh-radius) var(--gh-radius);
  }
  li .layer {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  li .words,
  td {
    overflow-wrap: anywhere;
  }
  li .moment {
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  li .moment small {
    display: block;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .scroll {
    max-width: 100%;
    overflow: auto;
  }
  caption {
    padding: 0 0 4px;
    font-weight: 600;
    text-align: start;
  }
  th,
  td {
    padding: 4px 8px;
    border-bottom: 1px solid var(--gh-border);
    text-align: start;
    vertical-align: top;
  }
  thead th {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 500;
  }
  tbody th {
    font-weight: 500;
  }
  .number {
    text-align: end;
    white-space: nowrap;
  }
  .number small {
    display: block;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .calls td:first-of-type {
    font-family: var(--gh-mono);
    font-size: var(--gh-text-s);
  }
  .result {
    min-width: 6rem;
  }
  .source {
    min-width: 14rem;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
  }
  @media (max-width: 40rem) {
    li {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    li .layer {
      grid-column: 1 / -1;
    }
  }
`;
