/** Styles of the list of lessons. */
import { css } from "lit";

export const lessonListStyles = css`
  .lead,
  .scroll > p {
    max-width: 46rem;
    margin: 0 0 12px;
    color: var(--gh-quiet);
  }
  .lead span {
    color: var(--gh-text);
  }
  ol {
    display: grid;
    gap: 8px;
    max-width: 46rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    gap: 14px;
    align-items: center;
    padding: 10px 12px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-raised);
  }
  li[data-open] {
    border-color: var(--gh-focus);
  }
  li > div {
    flex: 1;
    min-width: 0;
  }
  h2 {
    margin: 22px 0 4px;
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
  h3 {
    margin: 0;
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
  li p {
    margin: 0;
  }
  .facts {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .facts strong {
    color: var(--gh-ok);
    font-weight: 600;
  }
  .file {
    display: grid;
    gap: 6px;
    justify-items: start;
    max-width: 100%;
  }
  input {
    max-width: 100%;
    color: var(--gh-text);
    font: inherit;
  }
  .scroll > .refusal {
    margin-top: 8px;
    color: var(--gh-danger);
  }
`;
