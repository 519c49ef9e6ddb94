/** The look of the type 1 hypervisor's timeline. */
import { css } from "lit";

export const coreTimelineStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  section {
    padding: 8px 12px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    justify-content: space-between;
    margin-bottom: 4px;
  }
  h2 {
    margin: 0;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  .tools {
    display: flex;
    gap: 6px;
  }
  .tools button {
    height: 26px;
    font-size: var(--gh-text-s);
  }
  .hold {
    min-width: 7.5em;
  }
  .hold[aria-pressed="true"] {
    border-color: var(--gh-primary);
    background: var(--gh-selected);
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    min-width: 34rem;
  }
  th,
  td {
    height: 24px;
    padding: 0 8px 0 0;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  thead th {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  th:first-child {
    text-align: start;
  }
  i {
    display: inline-block;
    width: 10px;
    height: 10px;
    margin-inline-end: 8px;
    border-radius: 2px;
  }
  .trace {
    display: grid;
    grid-template-columns: minmax(3rem, max-content) minmax(0, 1fr);
    gap: 10px;
    margin-top: 8px;
  }
  ul {
    max-width: 8rem;
    margin: 0;
    padding: 0;
    font-size: var(--gh-text-s);
    list-style: none;
  }
  li {
    height: var(--row);
    overflow: hidden;
    line-height: var(--row);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  canvas {
    width: 100%;
    height: calc(var(--rows) + var(--axis));
    cursor: crosshair;
    touch-action: pan-y;
  }
  .quiet {
    margin: 2px 0 0;
    color: var(--gh-quiet);
    font-variant-numeric: tabular-nums;
  }
`;
