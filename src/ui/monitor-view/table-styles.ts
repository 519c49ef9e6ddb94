/** The look of the monitor's table. */
import { css } from "lit";

export const tableStyles = css`
  :host {
    display: block;
    min-width: 0;
    overflow: hidden;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
  }
  .scroll {
    overflow-x: auto;
  }
  .scroll:focus-visible {
    outline-offset: -2px;
  }
  table {
    min-width: 46rem;
    table-layout: fixed;
  }
  p {
    margin: 0;
    padding: 8px 12px 4px;
    color: var(--gh-quiet);
    font-variant-numeric: tabular-nums;
  }
  th,
  td {
    height: 28px;
    padding: 0 8px;
    overflow: hidden;
    font-weight: 400;
    text-align: start;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  thead th {
    height: 20px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    vertical-align: bottom;
    white-space: normal;
  }
  thead th:nth-child(1) {
    width: 9.5rem;
  }
  thead th:nth-child(2) {
    width: 7.5rem;
  }
  thead tr + tr th {
    width: auto;
  }
  thead th[title] {
    cursor: help;
  }
  thead tr:last-child th,
  thead th[rowspan] {
    padding-bottom: 6px;
  }
  thead small {
    display: block;
    font-size: inherit;
  }
  .group {
    text-align: center;
  }
  .figure {
    text-align: end;
  }
  .unknown,
  .removed {
    color: var(--gh-quiet);
  }
  tbody tr {
    border-top: 1px solid var(--gh-border);
  }
  tbody tr:hover,
  tbody tr:focus-within {
    background: var(--gh-hover);
  }
  tbody tr.monitored {
    background: var(--gh-selected);
  }
  tfoot tr {
    border-top: 1px solid var(--gh-border-strong);
  }
  tbody th,
  tfoot th {
    position: sticky;
    left: 0;
    padding: 0 0 0 4px;
    background: var(--gh-surface);
  }
  tbody tr:is(:hover, :focus-within) th {
    background: var(--gh-hover);
  }
  tbody tr.monitored th {
    background: var(--gh-selected);
  }
  tbody th button,
  .name {
    display: flex;
    gap: 8px;
    align-items: center;
    width: 100%;
    height: 26px;
    padding: 0 8px;
    overflow: hidden;
    border: 0;
    border-radius: var(--gh-radius-s);
    background: none;
    color: inherit;
    font: inherit;
  }
  button.more {
    padding: 0;
    border: 0;
    background: none;
    color: var(--gh-primary);
    font: inherit;
    text-decoration: underline;
  }
  button:focus-visible {
    outline-offset: -2px;
  }
  button span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  i {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 2px;
  }
  @media (max-width: 40rem) {
    /* Room for its longest text: what it says of the crosshair moves nothing. */
    p {
      min-height: calc(2 * 1.45em + 12px);
    }
  }
`;
