/** Styles of the panel of limits. */
import { css } from "lit";

export const limitsPanelStyles = css`
  :host {
    display: block;
    container-type: inline-size;
    color: var(--gh-text);
    font-size: var(--gh-text-s);
    line-height: 1.45;
  }
  .limit {
    display: grid;
    grid-template-columns: 6.5rem minmax(0, 1fr);
    gap: 3px 14px;
    padding: 9px 0;
    border-bottom: 1px solid var(--gh-border);
  }
  .limit:first-child {
    padding-top: 0;
  }
  h3 {
    margin: 0;
    font-size: inherit;
    font-weight: 600;
    line-height: 26px;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    align-items: center;
  }
  .slider {
    flex: 1 1 9rem;
    min-width: 0;
    max-width: 18rem;
    height: 26px;
    margin: 0;
    accent-color: var(--gh-primary);
  }
  .exact {
    display: flex;
    flex: none;
    gap: 6px;
    align-items: center;
    color: var(--gh-quiet);
  }
  .exact span {
    min-width: 5.6rem;
  }
  input[type="number"] {
    width: 5rem;
    height: 26px;
    padding: 0 6px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius-s);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: inherit;
    font-variant-numeric: tabular-nums;
    text-align: end;
  }
  input[aria-invalid="true"] {
    border-color: var(--gh-danger);
  }
  label.check {
    display: flex;
    flex: none;
    gap: 6px;
    align-items: center;
    min-height: 26px;
  }
  input[type="checkbox"] {
    margin: 0;
    accent-color: var(--gh-primary);
  }
  .now,
  .words {
    grid-column: 2;
    margin: 0;
  }
  .now {
    font-variant-numeric: tabular-nums;
  }
  .words {
    color: var(--gh-quiet);
  }
  .words span {
    color: var(--gh-text);
    font-family: var(--gh-mono);
  }
  button.monitor {
    margin-top: 10px;
  }
  .refusal {
    grid-column: 2;
    margin: 0;
    color: var(--gh-danger);
  }
  .refusal:empty {
    display: none;
  }
  @container (max-width: 520px) {
    .limit {
      grid-template-columns: minmax(0, 1fr);
    }
    .now,
    .words,
    .refusal {
      grid-column: 1;
    }
    .slider {
      flex-basis: 100%;
      max-width: none;
    }
  }
  @media (pointer: coarse) {
    .slider,
    label.check,
    input[type="number"] {
      height: 34px;
    }
  }
`;
