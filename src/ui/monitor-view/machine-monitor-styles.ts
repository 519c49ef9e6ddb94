/** The look of one machine's monitor: its charts with their legends. */
import { css } from "lit";

export const machineMonitorStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    margin-bottom: 10px;
  }
  h2,
  h3 {
    margin: 0;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  h2 {
    display: flex;
    gap: 8px;
    align-items: center;
    font-size: var(--gh-text-l);
  }
  h2 i {
    width: 12px;
    height: 12px;
    border-radius: 3px;
  }
  .quiet {
    color: var(--gh-quiet);
  }
  /* Three charts stand in one row where there is room, four in two. */
  .charts.three {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr));
  }
  gh-stacked-chart {
    height: clamp(130px, 22vh, 200px);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr));
    gap: 2px 16px;
    margin: 6px 8px 4px;
    font-size: var(--gh-text-s);
  }
  dl div {
    display: flex;
    justify-content: space-between;
    gap: 8px;
  }
  dt {
    display: flex;
    gap: 6px;
    align-items: center;
    color: var(--gh-quiet);
  }
  dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  table.pressure {
    width: calc(100% - 16px);
    margin: 6px 8px 4px;
    border-collapse: collapse;
    font-size: var(--gh-text-s);
    font-variant-numeric: tabular-nums;
  }
  .pressure caption,
  section > p {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    text-align: start;
  }
  section > p {
    margin: 0 8px 4px;
  }
  .pressure th,
  .pressure td {
    padding: 2px 0;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }
  .pressure tbody th {
    color: var(--gh-quiet);
    text-align: start;
  }
  .pressure tbody tr {
    border-top: 1px solid var(--gh-border);
  }
  .pressure small {
    margin-inline-start: 6px;
    color: var(--gh-quiet);
  }
  dt i {
    flex: none;
    box-sizing: border-box;
    width: 10px;
    height: 10px;
    border: 1px solid var(--color);
    border-radius: 2px;
    background: color-mix(in srgb, var(--color) 72%, var(--gh-surface));
  }
  dt i.pale {
    background: color-mix(in srgb, var(--color) 24%, var(--gh-surface));
  }
  dt i.line {
    width: 16px;
    height: 0;
    border: 0;
    border-top: 2px solid var(--color);
    border-radius: 0;
  }
  dt i.line.pale {
    border-top-style: dashed;
  }
`;
