/** Styles of dialogs: Web Awesome's, with a header of our own. */
import { css } from "lit";

export const dialogs = css`
  wa-dialog {
    --spacing: 18px;
    color: var(--gh-text);
    font-size: var(--gh-text-m);
  }
  wa-dialog::part(dialog) {
    border: 1px solid var(--gh-border);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin: -6px -6px 12px 0;
  }
  .head h2 {
    margin: 0;
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
`;
