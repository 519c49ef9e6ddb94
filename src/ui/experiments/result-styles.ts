/** The look of a result. */
import { css } from "lit";

export const resultStyles = css`
  :host {
    display: block;
    min-width: 0;
  }
  article {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 16px;
    align-items: center;
    justify-content: space-between;
  }
  .line {
    margin: 0;
    color: var(--gh-quiet);
    font-variant-numeric: tabular-nums;
  }
  .exports {
    display: flex;
    gap: 8px;
  }
  ul {
    margin: 0;
    padding-inline-start: 1.2em;
    line-height: 1.5;
  }
  .findings {
    max-width: 60rem;
    font-size: var(--gh-text-l);
  }
  .failures {
    padding: 10px 12px;
    border: 1px solid var(--gh-danger);
    border-radius: var(--gh-radius);
  }
  .failures ul {
    overflow-wrap: anywhere;
  }
  h4 {
    margin: 0 0 4px;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  section {
    max-width: 60rem;
    line-height: 1.5;
  }
  section p {
    margin: 0 0 8px;
  }
  .agent {
    color: var(--gh-quiet);
    overflow-wrap: anywhere;
    font-size: var(--gh-text-s);
  }
  @media print {
    .exports {
      display: none;
    }
  }
`;
