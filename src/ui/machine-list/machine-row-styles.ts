/** Styles of a machine's row, and of the chip that it is on a phone. */
import { css } from "lit";

export const machineRowStyles = css`
  :host {
    display: block;
    min-height: 56px;
    container-type: inline-size;
    contain: layout style;
  }
  .row {
    position: relative;
    display: grid;
    grid-template-columns: 4px minmax(0, 1fr) auto;
    gap: 3px 9px;
    align-items: center;
    padding: 6px 8px 8px 6px;
    border-radius: var(--gh-radius);
    font-size: var(--gh-text-s);
  }
  .row:hover {
    background: var(--gh-hover);
  }
  .row[data-selected] {
    background: var(--gh-selected);
  }
  .accent {
    grid-row: 1 / span 2;
    align-self: stretch;
    border-radius: 2px;
    background: var(--accent);
  }
  h3 {
    display: flex;
    gap: 8px;
    align-items: center;
    min-width: 0;
    margin: 0;
    font-size: var(--gh-text-m);
  }
  gh-machine-state {
    flex: none;
    font-size: var(--gh-text-s);
    font-weight: 400;
  }
  button.name {
    display: block;
    min-width: 0;
    height: auto;
    padding: 0;
    overflow: hidden;
    border: 0;
    background: none;
    font-weight: 600;
    text-overflow: ellipsis;
  }
  button.name:hover:not(:disabled) {
    background: none;
  }
  /* The whole row is the button's, but for what lies above it. */
  button.name::after {
    content: "";
    position: absolute;
    inset: 0;
    border-radius: var(--gh-radius);
  }
  button.name:focus-visible {
    outline: none;
  }
  button.name:focus-visible::after {
    outline: 2px solid var(--gh-focus);
    outline-offset: -2px;
  }
  .actions {
    display: flex;
    z-index: 1;
    gap: 1px;
    margin-block: -2px;
  }
  .figures {
    grid-column: 2 / -1;
    min-width: 0;
  }
  /* A box of its own, as items of a grid cannot be it: figures that change move nothing else in the page. */
  .line {
    display: flex;
    gap: 9px;
    align-items: center;
    height: 18px;
    contain: layout size style;
    color: var(--gh-quiet);
  }
  .figures gh-quantity {
    z-index: 1;
  }
  gh-sparkline {
    display: block;
    flex: 1;
    min-width: 24px;
    height: 18px;
  }
  .cpu {
    --gh-quantity-width: 5ch;
    color: var(--gh-text);
  }
  .memory {
    min-width: 13ch;
    text-align: end;
  }
  .reason {
    grid-column: 2 / -1;
    margin: 2px 0 0;
    overflow: hidden;
    color: var(--gh-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .reason.crashed {
    color: var(--gh-danger);
  }
  .kind {
    display: inline-flex;
    gap: 4px;
    align-items: center;
  }
  .kind svg {
    width: 14px;
    height: 14px;
  }
  @container (max-width: 270px) {
    .kind span {
      display: none;
    }
  }
  @container (max-width: 250px) {
    .eye,
    .kind {
      display: none;
    }
  }
  @media (max-width: 720px) {
    :host {
      min-width: 130px;
      min-height: 38px;
      container-type: normal;
    }
    .row {
      display: flex;
      gap: 7px;
      height: 36px;
      padding: 0 10px 0 7px;
      border: 1px solid var(--gh-border);
    }
    .accent {
      width: 4px;
      margin-block: 7px;
    }
    .line {
      contain: none;
    }
    .actions,
    .kind,
    .memory,
    .reason,
    gh-sparkline {
      display: none;
    }
  }
`;
