/**
 * Fits Web Awesome's components into the screen: its design tokens in terms of ours, and icon libraries that resolve
 * to nothing, so that no component ever fetches an icon from elsewhere.
 */
import { registerIconLibrary } from "@awesome.me/webawesome/dist/components/icon/library.js";
import { css } from "lit";

for (const library of ["default", "system"]) registerIconLibrary(library, { resolver: () => "" });

/** To be adopted by the document, once. */
export const webAwesomeTokens = css`
  :root {
    --wa-font-family-body: var(--gh-font);
    --wa-font-size-s: var(--gh-text-s);
    --wa-font-size-m: var(--gh-text-m);
    --wa-font-size-l: var(--gh-text-l);
    --wa-font-size-smaller: 0.9em;
    --wa-font-weight-semibold: 600;
    --wa-font-weight-heading: 600;
    --wa-font-weight-action: 500;
    --wa-line-height-condensed: 1.3;
    --wa-space-2xs: 0.25rem;
    --wa-space-xs: 0.5rem;
    --wa-space-l: 1.25rem;
    --wa-space-2xl: 2rem;
    --wa-spacing-xs: 0.5rem;
    --wa-border-style: solid;
    --wa-border-width-s: 1px;
    --wa-border-radius-s: var(--gh-radius-s);
    --wa-border-radius-m: var(--gh-radius);
    --wa-border-radius-pill: 999px;
    --wa-panel-border-radius: 10px;
    --wa-shadow-m: var(--gh-shadow);
    --wa-shadow-l: var(--gh-shadow);
    --wa-transition-fast: var(--gh-quick);
    --wa-transition-normal: var(--gh-quick);
    --wa-transition-easing: ease;
    --wa-focus-ring: 2px solid var(--gh-focus);
    --wa-focus-ring-offset: 1px;
    --wa-color-text-normal: var(--gh-text);
    --wa-color-text-quiet: var(--gh-quiet);
    --wa-color-surface-default: var(--gh-surface);
    --wa-color-surface-raised: var(--gh-raised);
    --wa-color-surface-border: var(--gh-border);
    --wa-color-overlay-modal: rgb(10 14 22 / 45%);
    --wa-color-neutral-fill-quiet: var(--gh-hover);
    --wa-color-neutral-fill-normal: var(--gh-hover);
    --wa-color-neutral-fill-loud: var(--gh-text);
    --wa-color-neutral-on-quiet: var(--gh-quiet);
    --wa-color-neutral-on-normal: var(--gh-text);
    --wa-color-neutral-on-loud: var(--gh-surface);
    --wa-color-neutral-border-normal: var(--gh-border);
    --wa-color-neutral-border-loud: var(--gh-border-strong);
    --wa-color-danger-fill-normal: var(--gh-hover);
    --wa-color-danger-on-quiet: var(--gh-danger);
    --wa-color-danger-on-normal: var(--gh-danger);
    --wa-tooltip-arrow-size: 5px;
  }
`;
