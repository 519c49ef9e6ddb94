/** The look of the monitor view. */
import { css } from "lit";

export const monitorStyles = css`
  .view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    max-width: 110rem;
    padding: 12px;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .spans {
    display: flex;
  }
  .spans button {
    border-radius: 0;
  }
  .spans button + button {
    margin-inline-start: -1px;
  }
  .spans button:first-child {
    border-radius: var(--gh-radius-s) 0 0 var(--gh-radius-s);
  }
  .spans button:last-child {
    border-radius: 0 var(--gh-radius-s) var(--gh-radius-s) 0;
  }
  .toolbar button[aria-pressed="true"] {
    border-color: var(--gh-primary);
    background: var(--gh-selected);
    color: var(--gh-text);
  }
  .spans button:is(:focus-visible, [aria-pressed="true"]) {
    position: relative;
    z-index: 1;
  }
  .hold {
    min-width: 9em;
  }
  .room {
    flex: 1;
  }
  /* As many lines whatever the figures: nothing below may move with them. */
  .takers {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 2px 20px;
    align-items: baseline;
    font-variant-numeric: tabular-nums;
  }
  .takers h2 {
    grid-row: 1 / 3;
  }
  .takers p {
    margin: 0;
    overflow: hidden;
    color: var(--gh-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .takers span {
    color: var(--gh-text);
    white-space: nowrap;
  }
  .takers i {
    display: inline-block;
    width: 9px;
    height: 9px;
    margin-inline-end: 5px;
    border-radius: 2px;
  }
  .takers b {
    font-weight: 600;
  }
  @media (max-width: 72rem) {
    .takers {
      grid-template-columns: minmax(0, 1fr);
    }
    .takers h2 {
      grid-row: auto;
    }
  }
  @media (max-width: 40rem) {
    .takers p {
      display: -webkit-box;
      height: 2lh;
      white-space: normal;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
    }
  }
  h2 {
    margin: 0;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  gh-stacked-chart {
    height: clamp(150px, 30vh, 260px);
  }
  details {
    color: var(--gh-quiet);
  }
  summary {
    width: fit-content;
    padding: 4px;
    border-radius: var(--gh-radius-s);
    cursor: pointer;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 60rem);
    gap: 4px 16px;
    margin: 4px;
  }
  dt {
    color: var(--gh-text);
  }
  dd {
    margin: 0;
  }
  @media (max-width: 40rem) {
    dl {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  .empty {
    display: grid;
    place-content: center;
    height: 100%;
    padding: 24px;
    color: var(--gh-quiet);
    text-align: center;
  }
  .empty h2 {
    color: var(--gh-text);
    font-size: var(--gh-text-l);
  }
  .empty p {
    max-width: 26rem;
    margin: 4px 0 0;
  }
`;
