/**
 * The colours, faces and measures of the screen, as custom properties on `:root`, for both themes. Elements use these
 * names and no literal colour. Contrast: text and `--gh-quiet` reach 4.5:1 on every surface, accents and the page's
 * own colour 3:1 as graphics; accents keep apart under protanopia and deuteranopia too.
 */
import { css } from "lit";

/** How many accent colours there are; machine *n* has `--gh-accent-{n % accentCount}`. */
const accentCount = 8;

/** The CSS value of a machine's accent colour. */
export function accentColor(accent: number): string {
  return `var(--gh-accent-${accent % accentCount})`;
}

/** To be adopted by the document, once. */
export const tokens = css`
  :root {
    --gh-font: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
    --gh-mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
    --gh-text-s: 0.75rem;
    --gh-text-m: 0.8125rem;
    --gh-text-l: 0.9375rem;
    --gh-radius: 6px;
    --gh-radius-s: 4px;
    --gh-control: 28px;
    --gh-quick: 120ms;
  }
  :root,
  :root[data-theme="light"] {
    color-scheme: light;
    --gh-bg: #f3f4f6;
    --gh-surface: #ffffff;
    --gh-raised: #ffffff;
    --gh-sunken: #e9ebef;
    --gh-hover: #eceef2;
    --gh-selected: #e6edfb;
    --gh-border: #d8dce2;
    --gh-border-strong: #868e9a;
    --gh-text: #1a1e25;
    --gh-quiet: #596170;
    --gh-primary: #1f57d0;
    --gh-primary-hover: #1949b3;
    --gh-on-primary: #ffffff;
    --gh-accent-0: #194ace;
    --gh-accent-1: #a3540c;
    --gh-accent-2: #0aa282;
    --gh-accent-3: #831b69;
    --gh-accent-4: #a48e24;
    --gh-accent-5: #15749d;
    --gh-accent-6: #9f74ec;
    --gh-accent-7: #4b7a47;
    --gh-page: #6d7583;
    --gh-others: #b3b9c3;
    --gh-layers: #8d7f6a;
    --gh-free: #e9ebef;
    --gh-danger: #b3261e;
    --gh-warning: #8a5a00;
    --gh-ok: #1a7a3c;
    --gh-focus: #1f57d0;
    --gh-terminal: #ffffff;
    --gh-shadow: 0 1px 2px rgb(20 26 38 / 8%), 0 6px 20px rgb(20 26 38 / 12%);
  }
  :root[data-theme="dark"] {
    color-scheme: dark;
    --gh-bg: #111317;
    --gh-surface: #181b20;
    --gh-raised: #1f232a;
    --gh-sunken: #262b33;
    --gh-hover: #242931;
    --gh-selected: #1f2c44;
    --gh-border: #2c323b;
    --gh-border-strong: #717a88;
    --gh-text: #e4e7ec;
    --gh-quiet: #9aa3b1;
    --gh-primary: #7fb0ff;
    --gh-primary-hover: #9cc2ff;
    --gh-on-primary: #0c1526;
    --gh-accent-0: #5ba1fb;
    --gh-accent-1: #cc6a14;
    --gh-accent-2: #38b9a0;
    --gh-accent-3: #d1489a;
    --gh-accent-4: #b9a524;
    --gh-accent-5: #79dffa;
    --gh-accent-6: #955fe8;
    --gh-accent-7: #86e573;
    --gh-page: #8b94a3;
    --gh-others: #535b68;
    --gh-layers: #a39478;
    --gh-free: #262b33;
    --gh-danger: #ff8a80;
    --gh-warning: #e8b04a;
    --gh-ok: #5fd08a;
    --gh-focus: #7fb0ff;
    --gh-terminal: #0d0f12;
    --gh-shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 50%);
  }
  @media (prefers-reduced-motion: reduce) {
    :root {
      --gh-quick: 0ms;
    }
  }
`;
