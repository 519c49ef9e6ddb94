/** The look of the anatomy view. */
import { css } from "lit";

export const anatomyStyles = css`
  :host {
    display: block;
    height: 100%;
    min-width: 0;
    overflow: auto;
    color: var(--gh-text);
    font: var(--gh-text-m) / 1.45 var(--gh-font);
  }
  .view {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 12px;
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .arrangement {
    display: flex;
  }
  .arrangement button + button {
    width: var(--gh-control);
    height: var(--gh-control);
    margin-inline-start: -1px;
    border: 1px solid var(--gh-border);
    border-radius: 0 var(--gh-radius) var(--gh-radius) 0;
  }
  .arrangement button:first-child:not(:last-child) {
    border-radius: var(--gh-radius) 0 0 var(--gh-radius);
  }
  .arrangement button:focus-visible {
    position: relative;
    z-index: 1;
  }
  button[aria-pressed="true"] {
    border-color: var(--gh-primary);
    background: var(--gh-selected);
  }
  .count {
    color: var(--gh-quiet);
    font-variant-numeric: tabular-nums;
  }
  .room {
    flex: 1;
  }
  .counts summary {
    width: fit-content;
    cursor: pointer;
  }
  .counts dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 4px 14px;
    margin: 8px 0 0;
    font-size: var(--gh-text-s);
  }
  .counts dt {
    color: var(--gh-quiet);
  }
  .counts dd {
    margin: 0;
  }
  .counts b {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .diagram {
    min-width: 0;
    padding: 10px;
    overflow-x: auto;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
  }
  .absent {
    margin: 0;
    color: var(--gh-quiet);
  }
  .diagram .absent {
    margin-top: 10px;
  }
  .refusal {
    margin: 0;
    color: var(--gh-danger);
  }
  @media (pointer: coarse) {
    .arrangement button + button {
      width: 34px;
    }
  }
`;
