/**
 * The screen's icons: drawn here, so that none is fetched. Decoration only; the control around one has the name.
 */
import { html, svg, type TemplateResult } from "lit";

const shapes = {
  play: svg`<path d="M5 3.2v9.6L12.8 8z" fill="currentColor" stroke-linejoin="round" />`,
  pause: svg`<path d="M5 3.5v9M11 3.5v9" stroke-width="2.4" />`,
  power: svg`<path d="M8 2v5.2M4.8 4.2a5 5 0 1 0 6.4 0" />`,
  more: svg`<g fill="currentColor" stroke="none"><circle cx="3.4" cy="8" r="1.3" /><circle cx="8" cy="8" r="1.3" /><circle cx="12.6" cy="8" r="1.3" /></g>`,
  plus: svg`<path d="M8 3v10M3 8h10" />`,
  down: svg`<path d="m4 6.2 4 4 4-4" />`,
  close: svg`<path d="m4 4 8 8M12 4l-8 8" />`,
  maximise: svg`<path d="M9.5 3H13v3.5M6.5 13H3V9.5M13 3 9.2 6.8M3 13l3.8-3.8" />`,
  restore: svg`<path d="M13 6.8H9.2V3M3 9.2h3.8V13M9.2 6.8 13 3M6.8 9.2 3 13" />`,
  tiles: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5" /><path d="M8 3v10M8 8h5.5" />`,
  tabs: svg`<rect x="2.5" y="3" width="11" height="10" rx="1.5" /><path d="M2.5 6.2h11M6.5 3v3.2" />`,
  eye: svg`<path d="M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4z" /><circle cx="8" cy="8" r="1.8" />`,
  eyeOff: svg`<path d="M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4zM3 13 13 3" />`,
  theme: svg`<circle cx="8" cy="8" r="5.2" /><path d="M8 2.8a5.2 5.2 0 0 1 0 10.4z" fill="currentColor" stroke="none" />`,
  guest: svg`<rect x="2" y="3" width="12" height="8" rx="1.2" /><path d="M6 13.5h4M8 11v2.5" />`,
  sandbox: svg`<path d="M8 2 13.5 4.8v6.4L8 14l-5.5-2.8V4.8zM2.5 4.8 8 7.6l5.5-2.8M8 7.6V14" stroke-linejoin="round" />`,
  host: svg`<rect x="2" y="2.8" width="12" height="10.4" rx="1.2" /><path d="m4.6 6 2 2-2 2M8.4 10.2h3" />`,
  details: svg`<path d="M3 4.5h1M6.5 4.5h6.5M3 8h1M6.5 8h6.5M3 11.5h1M6.5 11.5h6.5" />`,
  done: svg`<circle cx="8" cy="8" r="5.8" /><path d="m5.4 8.2 1.9 1.9 3.4-4" />`,
  goal: svg`<circle cx="8" cy="8" r="5.8" />`,
  warning: svg`<path d="M8 2.4 14.2 13H1.8zM8 6.4v3.2M8 11.2v.4" stroke-linejoin="round" />`,
} as const;

/** Names an icon. */
export type IconName = keyof typeof shapes;

/** An icon of 16 by 16 px in the text's colour, hidden from assistive technology. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[name]}
  </svg>`;
}
