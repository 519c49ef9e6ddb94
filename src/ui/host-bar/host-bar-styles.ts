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
    /* Room for its longest text, and for the figures above it: nothing moves when it becomes overcommitted. */
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
  /* Figures that change move nothing else in the page. */
  @media (min-width: 901px) {
    section {
      contain: layout size style;
    }
  }
  @media (max-width: 1280px) {
    section {
      gap: 18px;
      height: 56px;
    }
    .resource {
      grid-template-columns: auto minmax(0, 1fr);
      gap: 3px 12px;
    }
    .resource > :is(gh-stacked-bar, gh-budget-bar) {
      grid-column: 1 / -1;
    }
    .figures {
      grid-row: 1;
    }
    .promised {
      grid-row: 1;
      width: auto;
      text-align: end;
    }
    .free,
    h2,
    .title,
    .of {
      display: none;
    }
  }
  @media (max-width: 900px) {
    section {
      display: grid;
      grid-template-columns: 1fr 1fr;
      gap: 5px 14px;
      height: auto;
      padding: 7px 12px 8px;
      font-size: var(--gh-text-s);
    }
    gh-quantity {
      --gh-quantity-width: 0 !important;
    }
    .kernels {
      grid-column: 1 / -1;
      color: var(--gh-quiet);
    }
  }
  @media (max-width: 720px) {
    .resource {
      grid-template-columns: minmax(0, 1fr);
      gap: 4px;
    }
    .promised {
      grid-row: auto;
      text-align: start;
    }
  }
  @media (max-width: 480px) {
    .long {
      display: none;
    }
  }
`;
