/**
 * The terminal's colours, light and dark, and its face. Text colours reach a contrast of 4.5 (WCAG AA) on the background; what a
 * guest combines otherwise is lifted by xterm's `minimumContrastRatio`.
 */
import type { ITheme } from "@xterm/xterm";

/** Which of the two palettes. */
export type TerminalThemeName = "light" | "dark";

const dark: ITheme = {
  background: "#0d0f12",
  foreground: "#d9dfe6",
  cursor: "#d9dfe6",
  cursorAccent: "#0d0f12",
  selectionBackground: "#33507a",
  selectionInactiveBackground: "#2b3b52",
  scrollbarSliderBackground: "#8b97a533",
  scrollbarSliderHoverBackground: "#8b97a566",
  scrollbarSliderActiveBackground: "#8b97a580",
  overviewRulerBorder: "#00000000",
  // Black is a background in practice; as text on the default background it is lifted.
  black: "#2b323a",
  red: "#ff8078",
  green: "#73c984",
  yellow: "#dfb453",
  blue: "#7cb4fb",
  magenta: "#d3a3f8",
  cyan: "#5cc8d6",
  white: "#c9d1d9",
  brightBlack: "#8c97a3",
  brightRed: "#ffa8a1",
  brightGreen: "#98e3a5",
  brightYellow: "#f5d588",
  brightBlue: "#a9cffd",
  brightMagenta: "#e5c6fc",
  brightCyan: "#93e2ec",
  brightWhite: "#ffffff",
};

const light: ITheme = {
  background: "#ffffff",
  foreground: "#20262d",
  cursor: "#20262d",
  cursorAccent: "#ffffff",
  selectionBackground: "#b7d2f7",
  selectionInactiveBackground: "#d9e3ef",
  scrollbarSliderBackground: "#4d596633",
  scrollbarSliderHoverBackground: "#4d596666",
  scrollbarSliderActiveBackground: "#4d596680",
  overviewRulerBorder: "#00000000",
  black: "#20262d",
  red: "#b3261e",
  green: "#17692f",
  yellow: "#7d5200",
  blue: "#0a56c2",
  magenta: "#8a2da5",
  cyan: "#00676f",
  // On a light page "white" text has to be dark to be read, as in every light palette.
  white: "#59636e",
  brightBlack: "#66707a",
  brightRed: "#c93a30",
  brightGreen: "#2a7a3f",
  brightYellow: "#8f6200",
  brightBlue: "#2a6bd6",
  brightMagenta: "#a044bb",
  brightCyan: "#12777f",
  brightWhite: "#3d4650",
};

let font = "";

/** The face of the page's terminals. Asked of the page once: to ask has the browser work out the styles of all of it. */
export function terminalFont(): string {
  font ||= getComputedStyle(document.documentElement).getPropertyValue("--gh-mono").trim();
  return font || "monospace";
}

/** The palette for a page in this theme. */
export function terminalTheme(name: TerminalThemeName): ITheme {
  return name === "dark" ? dark : light;
}

/** How found text is marked; `#RRGGBB` only, as the search addon asks. */
export function searchColours(name: TerminalThemeName) {
  const [match, active] = name === "dark" ? ["#5a4a12", "#a8680a"] : ["#ffe59a", "#ffb454"];
  return {
    matchBackground: match,
    matchOverviewRuler: match,
    activeMatchBackground: active,
    activeMatchColorOverviewRuler: active,
  };
}
