/** Styles of the dialog for a new sandbox, beside those of the dialog for a guest. */
import { css } from "lit";

export const addSandboxDialogStyles = css`
  wa-dialog {
    --width: 34rem;
  }
  details {
    grid-column: 1 / -1;
  }
  summary {
    width: max-content;
    padding: 4px 2px;
    color: var(--gh-quiet);
    cursor: pointer;
  }
  /* What <details> puts around its content does not inherit it. */
  .more,
  .more * {
    box-sizing: border-box;
  }
  .more {
    display: grid;
    grid-template-columns: 6rem minmax(0, 1fr);
    gap: 10px 12px;
    align-items: center;
    padding-top: 8px;
  }
  .row {
    display: flex;
    gap: 8px;
    align-items: center;
    min-width: 0;
  }
  .row select {
    flex: 1;
    min-width: 0;
  }
  textarea {
    width: 100%;
    min-height: 3.6em;
    padding: 6px 9px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: var(--gh-text-s) / 1.4 var(--gh-mono);
    resize: vertical;
  }
  textarea::placeholder {
    color: var(--gh-quiet);
    opacity: 1;
  }
  .mono {
    font-family: var(--gh-mono);
    font-size: var(--gh-text-s);
  }
  .top {
    align-self: start;
    color: var(--gh-quiet);
    padding-top: 6px;
  }
  fieldset {
    display: grid;
    gap: 5px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .check {
    display: flex;
    gap: 7px;
    align-items: baseline;
    color: var(--gh-text);
  }
  .check small {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  input[type="checkbox"] {
    flex: none;
    width: auto;
    height: auto;
    margin: 0;
    accent-color: var(--gh-primary);
  }
  input[type="file"] {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  [aria-invalid="true"] {
    border-color: var(--gh-danger);
    outline: 1px solid var(--gh-danger);
  }
  .namespaces {
    grid-column: 1 / -1;
  }
  legend {
    padding: 4px 0;
    color: var(--gh-quiet);
  }
  .namespace {
    display: grid;
    grid-template-columns: auto 4rem minmax(0, 1fr);
    gap: 2px 10px;
    align-items: center;
    padding: 4px 0;
    border-top: 1px solid var(--gh-border);
    color: var(--gh-text);
  }
  .namespace small {
    grid-column: 2 / -1;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    line-height: 1.4;
  }
  input[role="switch"] {
    width: 28px;
    height: 16px;
    padding: 0;
    border: 1px solid var(--gh-border-strong);
    border-radius: 8px;
    background: var(--gh-sunken);
    appearance: none;
    cursor: pointer;
  }
  input[role="switch"]::before {
    display: block;
    width: 10px;
    height: 10px;
    margin: 2px;
    border-radius: 50%;
    background: var(--gh-quiet);
    content: "";
  }
  input[role="switch"]:checked {
    border-color: var(--gh-primary);
    background: var(--gh-primary);
  }
  input[role="switch"]:checked::before {
    margin-left: 14px;
    background: var(--gh-on-primary);
  }
  input[role="switch"]:disabled {
    cursor: default;
    opacity: 0.5;
  }
  .whose {
    font-weight: 500;
  }
  .unit {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .unit input {
    flex: none;
    font-size: var(--gh-text-m);
  }
`;
