/** The look of both kinds of charts. */
import { css } from "lit";

export const chartStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  svg {
    display: block;
    width: 100%;
    overflow: visible;
    font: var(--gh-text-s) var(--gh-font);
    font-variant-numeric: tabular-nums;
  }
  text {
    fill: var(--gh-text);
  }
  .quiet {
    fill: var(--gh-quiet);
  }
  .grid {
    stroke: var(--gh-border);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .axis {
    stroke: var(--gh-border-strong);
    stroke-width: 1;
    shape-rendering: crispEdges;
  }
  .band {
    fill: var(--gh-sunken);
  }
  .mark {
    stroke: var(--gh-text);
    stroke-dasharray: 3 3;
  }
  .box {
    fill-opacity: 0.18;
    stroke-width: 1.4;
  }
  .whisker {
    stroke-width: 1.4;
  }
  .median {
    stroke-width: 3;
  }
  .points {
    opacity: 0.75;
  }
  ul {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    margin: 6px 0 0;
    padding: 0;
    font-size: var(--gh-text-s);
    list-style: none;
  }
  li {
    display: inline-flex;
    gap: 6px;
    align-items: center;
  }
  li svg {
    flex: none;
    width: 26px;
    height: 12px;
  }
`;
