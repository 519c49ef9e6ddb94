/** The look of charts side by side, each with its heading: those of the host and those of a machine. */
import { css } from "lit";

export const chartsStyles = css`
  .charts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
    gap: 12px;
  }
  section {
    min-width: 0;
    padding: 8px 4px 4px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
    background: var(--gh-surface);
  }
  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 0 12px;
    margin: 0 8px 4px;
  }
  header span {
    color: var(--gh-quiet);
    font-variant-numeric: tabular-nums;
  }
`;
