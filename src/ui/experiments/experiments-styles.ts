/** The look of the view of experiments. */
import { css } from "lit";

export const experimentsStyles = css`
  .view {
    display: grid;
    grid-template-columns: 13rem minmax(0, 1fr);
    gap: 20px;
    max-width: 96rem;
    padding: 12px;
  }
  .side {
    position: sticky;
    top: 12px;
    display: grid;
    gap: 16px;
    align-content: start;
    align-self: start;
  }
  h2,
  h3,
  h4,
  .side h2 {
    margin: 0 0 6px;
    font-size: var(--gh-text-m);
    font-weight: 600;
  }
  .main > header h3 {
    margin: 0 0 2px;
    font-size: 1.15rem;
  }
  .side ul {
    display: grid;
    gap: 2px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .side li {
    display: flex;
    gap: 2px;
    align-items: center;
  }
  .side li > button:first-child {
    flex: 1;
    justify-content: start;
    min-width: 0;
    border-color: transparent;
    background: transparent;
    font-weight: 400;
  }
  .side li > button:first-child:hover {
    background: var(--gh-hover);
  }
  .side li > button[aria-current="true"] {
    background: var(--gh-selected);
    font-weight: 600;
  }
  .side li small {
    display: block;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-weight: 400;
  }
  .side .result {
    height: auto;
    padding-block: 4px;
    text-align: start;
  }
  .none {
    margin: 0;
    color: var(--gh-quiet);
  }
  .main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 14px;
    align-content: start;
    min-width: 0;
  }
  .main > header p,
  .refusal {
    margin: 0;
  }
  .refusal {
    color: var(--gh-danger);
  }
  .refusal:empty {
    display: none;
  }
  .run {
    display: flex;
    flex: 1 1 18rem;
    gap: 10px;
    align-items: center;
    min-width: 0;
  }
  progress {
    flex: 0 1 12rem;
    min-width: 4rem;
    height: 8px;
    accent-color: var(--gh-primary);
  }
  .run span {
    overflow: hidden;
    color: var(--gh-quiet);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .compare {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  select {
    height: 32px;
    max-width: 100%;
    padding: 0 6px;
    border: 1px solid var(--gh-border-strong);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
    color: var(--gh-text);
    font: inherit;
  }
  hr {
    width: 100%;
    margin: 0;
    border: 0;
    border-top: 1px solid var(--gh-border);
  }
  @media (max-width: 56rem) {
    .view {
      grid-template-columns: minmax(0, 1fr);
    }
    .side {
      position: static;
    }
    .side .list {
      display: flex;
      flex-wrap: wrap;
    }
    .side .list li > button:first-child {
      border-color: var(--gh-border);
    }
    .run span {
      white-space: normal;
    }
  }
  @media print {
    .side,
    gh-experiment-form,
    .compare {
      display: none;
    }
  }
`;
