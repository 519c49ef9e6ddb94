/**
 * How wide a text is in the page's face, by the browser's own measure.
 */
import type { MeasureText } from "./anatomy-drawing.ts";

let context: CanvasRenderingContext2D | null = null;
let face = "";
const known = new Map<string, number>();
/** Names of processes come and go. */
const mostKnown = 2_000;

/** In CSS pixels; remembered, as the same words are drawn again and again. */
export const measureText: MeasureText = (text, size, bold) => {
  const font = `${bold ? "600" : "400"} ${size}px `;
  const key = font + text;
  const width = known.get(key);
  if (width !== undefined) return width;
  face ||= getComputedStyle(document.documentElement).getPropertyValue("--gh-font").trim();
  context ??= document.createElement("canvas").getContext("2d");
  if (known.size > mostKnown) known.clear();
  if (context) context.font = font + face;
  // Without a canvas, as wide as text is on the average.
  const measured = context ? context.measureText(text).width : text.length * size * 0.55;
  known.set(key, measured);
  return measured;
};
