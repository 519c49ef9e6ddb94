/** The look that the parts of the view for learning share: one box that scrolls. */
import { css } from "lit";

export const learnPartStyles = css`
  :host {
    display: flex;
    min-height: 0;
    font-size: var(--gh-text-m);
    line-height: 1.5;
  }
  .scroll {
    flex: 1;
    padding: 14px 18px 24px;
    overflow: auto;
  }
`;
