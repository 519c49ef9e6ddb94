/** Styles of what is said below a console. */
import { css } from "lit";

export const tileBannerStyles = css`
  .banner {
    display: flex;
    gap: 12px;
    align-items: center;
    justify-content: space-between;
    padding: 8px 10px 8px 12px;
    border-top: 1px solid var(--gh-border);
    background: var(--gh-raised);
    font-size: var(--gh-text-m);
    line-height: 1.4;
  }
  .banner > :first-child {
    min-width: 0;
    flex: 1;
  }
  p {
    max-height: 4.2em;
    margin: 0;
    overflow: auto;
    overflow-wrap: anywhere;
  }
  .crashed strong {
    color: var(--gh-danger);
  }
`;
