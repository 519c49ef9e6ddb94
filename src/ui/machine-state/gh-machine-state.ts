/**
 * A machine's state: a mark whose shape differs as much as its colour, and the word.
 */
import { css, html, LitElement, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { base } from "../styles/shared.ts";

/** `<gh-machine-state state="running">` */
@customElement("gh-machine-state")
export class GhMachineState extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        color: var(--gh-quiet);
        white-space: nowrap;
      }
      i {
        flex: none;
        width: 8px;
        height: 8px;
        border: 1.5px solid var(--gh-border-strong);
        border-radius: 50%;
      }
      :host([state="running"]) i {
        border-color: var(--gh-ok);
        background: var(--gh-ok);
      }
      :host([state="paused"]) i {
        border: 0 solid var(--gh-warning);
        border-inline-width: 3px;
        border-radius: 0;
      }
      :host([state="crashed"]) i,
      :host([state="failed"]) i,
      :host([state="panicked"]) i {
        border: 0;
        border-radius: 0;
        background: var(--gh-danger);
        clip-path: polygon(50% 0, 100% 100%, 0 100%);
      }
      :host([state="crashed"]) span,
      :host([state="failed"]) span,
      :host([state="panicked"]) span {
        color: var(--gh-danger);
      }
      :host([state="created"]) i,
      :host([state="off"]) i {
        border-style: dotted;
      }
      :host([state="exited"]) i {
        border: 0;
        border-radius: 1px;
        background: var(--gh-border-strong);
      }
      :host([state="up"]) i {
        border-color: var(--gh-ok);
        background: var(--gh-ok);
      }
      :host([state="booting"]) i,
      :host([state="starting"]) i,
      :host([state="shutting-down"]) i {
        border-color: var(--gh-primary);
        border-inline-end-color: transparent;
        animation: turn 900ms linear infinite;
      }
      @keyframes turn {
        to {
          rotate: 1turn;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        i {
          animation: none !important;
        }
      }
    `,
  ];

  /** A guest's, a sandbox's or the host system's state. */
  @property({ reflect: true }) state = "";

  protected override render(): TemplateResult {
    return html`<i></i><span>${this.state.replace("-", " ")}</span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "gh-machine-state": GhMachineState;
  }
}
