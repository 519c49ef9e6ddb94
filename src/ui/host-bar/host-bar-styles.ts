/** The look of the host's bar: two resources, each with its use above its budget, and the kernels. */
import { css } from "lit";

export const hostBarStyles = css`
  :host {
    display: block;
    border-bottom: 1px solid var(--gh-border);
    background: var(--gh-surface);
    font-size: var(--gh-text-m);
  }
  section {
    display: flex;
    align-items: center;
    gap: 24px;
    height: 46px;
    padding: 0 14px;
  }
  h2 {
    margin: 0;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 600;
  }
  .resource {
    display: grid;
    flex: 1 1 0;
    grid-template-columns: auto minmax(60px, 1fr) auto;
    gap: 1px 10px;
    align-items: center;
    min-width: 0;
  }
  .title {
    grid-row: 1 / 3;
    color: var(--gh-quiet);
  }
  .figures {
    display: flex;
    gap: 10px;
  }
  .free,
  .promised {
    color: var(--gh-quiet);
  }
  .promised {
    /* Room for its longest text: nothing moves when it becomes overcommitted. */
    width: var(--gh-promised-width);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
    font-size: var(--gh-text-s);
  }
  .promised[data-over] {
    color: var(--gh-warning);
  }
  .kernels {
    white-space: nowrap;
  }
  @media (max-width: 1280px) {
    section {
      gap: 16px;
    }
    .free,
    h2 {
      display: none;
    }
  }
  @media (max-width: 720px) {
    section {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 5px 14px;
      height: auto;
      padding: 7px 12px 8px;
      font-size: var(--gh-text-s);
    }
    .resource {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .title {
      display: none;
    }
    .figures {
      grid-row: 1;
    }
    .promised {
      width: auto;
    }
    .of {
      display: none;
    }
    gh-quantity {
      --gh-quantity-width: 0 !important;
    }
    .kernels {
      grid-column: 1 / -1;
      color: var(--gh-quiet);
    }
  }
`;
