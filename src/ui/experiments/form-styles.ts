/** The look of an experiment's settings. */
import { css } from "lit";

export const formStyles = css`
  :host {
    display: block;
  }
  form {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 28px;
    align-items: start;
  }
  .field {
    min-width: 0;
    max-width: 22rem;
    margin: 0;
    padding: 0;
    border: 0;
  }
  label,
  legend {
    padding: 0;
    font-weight: 600;
  }
  .unit {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-top: 4px;
  }
  input[type="number"] {
    width: 5.5rem;
    height: 32px;
    padding: 0 9px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  input[aria-invalid="true"] {
    border-color: var(--gh-danger);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 14px;
    margin-top: 4px;
  }
  .check {
    display: inline-flex;
    gap: 7px;
    align-items: center;
    min-height: 28px;
    font-weight: 400;
  }
  .check input {
    margin: 0;
    accent-color: var(--gh-primary);
  }
  p {
    margin: 2px 0 0;
    font-size: var(--gh-text-s);
    line-height: 1.45;
  }
  .hint {
    color: var(--gh-quiet);
  }
  .refusal {
    color: var(--gh-danger);
  }
  .refusal:empty {
    display: none;
  }
  button.primary[aria-disabled="true"],
  button.primary[aria-disabled="true"]:hover {
    background: var(--gh-sunken);
    color: var(--gh-quiet);
    cursor: default;
  }
  .actions {
    display: flex;
    flex-basis: 100%;
    flex-wrap: wrap;
    gap: 10px;
    align-items: center;
  }
`;
