/** A button with another beside it that offers more: `button + button`. */
import { css } from "lit";

export const splitButton = css`
  :host {
    position: relative;
    display: inline-flex;
    flex: none;
    overflow: hidden;
    border-radius: var(--gh-radius);
  }
  button {
    border-radius: var(--gh-radius) 0 0 var(--gh-radius);
  }
  button + button {
    margin-inline-start: 1px;
    padding: 0 5px;
    border-radius: 0 var(--gh-radius) var(--gh-radius) 0;
  }
  @media (max-width: 430px) {
    button {
      padding: 0 7px;
    }
    button:first-child svg {
      display: none;
    }
    button + button {
      padding: 0 2px;
    }
  }
  button:focus-visible {
    outline-color: var(--gh-on-primary);
    outline-offset: -4px;
  }
`;
