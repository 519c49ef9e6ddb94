/** Styles of the place map. On a phone its columns stack, and each region says which column it was. */
import { css } from "lit";

export const placeMapStyles = css`
  table {
    max-width: 72rem;
    border-spacing: 6px;
    border-collapse: separate;
    table-layout: fixed;
  }
  caption {
    padding: 0 6px 6px;
    color: var(--gh-quiet);
    text-align: start;
  }
  th {
    padding: 4px 6px;
    font-weight: 600;
    text-align: start;
    vertical-align: top;
  }
  thead td,
  tbody th {
    width: 7.5rem;
  }
  th small {
    display: block;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 400;
  }
  tbody td {
    height: 74px;
    padding: 8px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-bg);
    vertical-align: top;
  }
  tbody td.empty {
    border-style: dashed;
    background: none;
  }
  td ul {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  td button {
    height: auto;
    min-height: 26px;
    padding: 2px 8px;
    white-space: normal;
  }
  td button[aria-pressed="true"] {
    border-color: var(--gh-focus);
    background: var(--gh-selected);
  }
  .ours {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    padding: 0 8px;
    border: 1px dashed var(--accent);
    border-radius: 999px;
    overflow-wrap: anywhere;
  }
  .ours::before {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--accent);
    content: "";
  }
  .lead {
    margin: 12px 6px;
    color: var(--gh-quiet);
  }
  section {
    max-width: 46rem;
    margin: 14px 6px 0;
  }
  h2 {
    margin: 0 0 4px;
    font-size: 1.125rem;
    font-weight: 600;
  }
  h3 {
    margin: 14px 0 6px;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  p {
    margin: 0;
  }
  .stack {
    display: grid;
    gap: 2px;
    max-width: 26rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .stack li {
    padding: 4px 10px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius-s);
    background: var(--gh-bg);
  }
  .differs {
    margin: 0 0 14px;
    padding-inline-start: 18px;
  }
  @media (max-width: 720px) {
    .scroll {
      padding: 10px 12px 20px;
    }
    thead {
      display: none;
    }
    table,
    caption,
    tbody,
    tr,
    tbody th,
    tbody td {
      display: block;
      width: auto;
    }
    tbody td {
      height: auto;
      margin-bottom: 6px;
    }
    tbody td.empty {
      display: none;
    }
    tbody td::before {
      display: block;
      margin-bottom: 4px;
      color: var(--gh-quiet);
      font-size: var(--gh-text-s);
      content: attr(data-side);
    }
  }
`;
