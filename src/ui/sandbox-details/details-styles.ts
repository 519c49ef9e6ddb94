/** Styles of a sandbox's details. */
import { css } from "lit";

export const detailsStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--gh-text);
    font-size: var(--gh-text-s);
    line-height: 1.45;
  }
  p {
    margin: 0 0 10px;
    color: var(--gh-quiet);
  }
  h3 {
    margin: 16px 0 6px;
    font-size: var(--gh-text-s);
    font-weight: 600;
  }
  h3:first-child {
    margin-top: 0;
  }
  .scroll {
    overflow-x: auto;
  }
  th,
  td {
    padding: 4px 14px 4px 0;
    border-bottom: 1px solid var(--gh-border);
    font-weight: 400;
    text-align: start;
    vertical-align: top;
    white-space: nowrap;
  }
  thead th {
    color: var(--gh-quiet);
  }
  .figure {
    text-align: end;
  }
  .wrap {
    overflow-wrap: anywhere;
    white-space: normal;
  }
  .mono,
  pre {
    font-family: var(--gh-mono);
  }
  .quiet {
    color: var(--gh-quiet);
  }
  pre {
    margin: 0;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
