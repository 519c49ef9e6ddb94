/** Styles of the lesson panel. */
import { css } from "lit";

export const lessonPanelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--gh-surface);
    font-size: var(--gh-text-m);
    line-height: 1.5;
  }
  section {
    display: flex;
    flex: 1;
    flex-direction: column;
    min-height: 0;
  }
  header {
    display: flex;
    gap: 6px;
    align-items: center;
    padding: 7px 8px 7px 14px;
    border-bottom: 1px solid var(--gh-border);
  }
  h2 {
    flex: 1;
    min-width: 0;
    margin: 0;
    overflow: hidden;
    font-size: var(--gh-text-m);
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .fold {
    display: none;
  }
  .content {
    flex: 1;
    padding: 12px 14px;
    overflow: auto;
    overflow-wrap: anywhere;
  }
  .count {
    margin: 0;
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
    font-variant-numeric: tabular-nums;
  }
  progress {
    display: block;
    width: 100%;
    height: 4px;
    margin: 6px 0 12px;
    border: 0;
    border-radius: 2px;
    background: var(--gh-sunken);
    appearance: none;
  }
  progress::-webkit-progress-bar {
    border-radius: 2px;
    background: var(--gh-sunken);
  }
  progress::-webkit-progress-value {
    border-radius: 2px;
    background: var(--gh-primary);
  }
  progress::-moz-progress-bar {
    border-radius: 2px;
    background: var(--gh-primary);
  }
  h3 {
    margin: 0 0 6px;
    font-size: var(--gh-text-l);
    font-weight: 600;
  }
  p {
    margin: 0 0 10px;
  }
  code {
    padding: 1px 4px;
    border-radius: var(--gh-radius-s);
    background: var(--gh-sunken);
    font: 0.95em var(--gh-mono);
    overflow-wrap: anywhere;
  }
  .goal {
    display: flex;
    gap: 8px;
    align-items: start;
    margin: 14px 0 8px;
    padding: 8px 10px;
    border: 1px solid var(--gh-border);
    border-radius: var(--gh-radius);
  }
  .goal svg {
    flex: none;
    margin-top: 2px;
    color: var(--gh-quiet);
  }
  .goal.met {
    border-color: var(--gh-ok);
  }
  .goal.met svg {
    color: var(--gh-ok);
  }
  .goal p {
    margin: 0;
  }
  .goal small {
    color: var(--gh-quiet);
    font-size: var(--gh-text-s);
  }
  .missed {
    color: var(--gh-warning);
  }
  .refusal {
    color: var(--gh-danger);
  }
  details {
    margin: 0 0 10px;
    color: var(--gh-quiet);
  }
  summary {
    cursor: pointer;
  }
  details ul {
    margin: 6px 0 0;
    padding-inline-start: 18px;
  }
  details code {
    color: var(--gh-text);
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin: 0 0 10px;
  }
  footer {
    display: flex;
    gap: 6px;
    align-items: center;
    padding: 8px 10px;
    border-top: 1px solid var(--gh-border);
  }
  footer .gap {
    flex: 1;
  }
  @media (max-width: 720px) {
    .fold {
      display: inline-flex;
    }
    .content {
      max-height: 30dvh;
    }
    section.folded .content,
    section.folded .foldable {
      display: none;
    }
  }
`;
