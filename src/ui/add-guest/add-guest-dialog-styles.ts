/** Styles of the dialog for a new guest. */
import { css } from "lit";

export const addGuestDialogStyles = css`
  wa-dialog {
    --width: 26rem;
  }
  form {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    gap: 10px 12px;
    align-items: center;
  }
  .head,
  .buttons,
  .refusal {
    grid-column: 1 / -1;
  }
  .hint {
    grid-column: 2;
    margin: -4px 0 2px;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    line-height: 1.45;
  }
  .refusal {
    margin: 0;
    color: var(--gh-danger);
    line-height: 1.45;
  }
  .refusal:empty {
    display: none;
  }
  label {
    color: var(--gh-quiet);
  }
  input,
  select {
    width: 100%;
    height: 32px;
    padding: 0 9px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: inherit;
    font-variant-numeric: tabular-nums;
  }
  [aria-invalid="true"] {
    border-color: var(--gh-danger);
  }
  .overcommit {
    display: flex;
    grid-column: 2;
    gap: 7px;
    align-items: center;
    color: var(--gh-text);
  }
  .overcommit input {
    width: auto;
    height: auto;
    margin: 0;
    accent-color: var(--gh-primary);
  }
  input[type="number"] {
    width: 7rem;
  }
  input::placeholder {
    color: var(--gh-quiet);
    opacity: 1;
  }
  .unit {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .buttons {
    display: flex;
    gap: 8px;
    justify-content: end;
    margin-top: 8px;
  }
`;
