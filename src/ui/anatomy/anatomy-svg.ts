/**
 * The diagram as a file of its own: SVG with every colour and face written in, and what each box says as its title. Pure.
 */
import type { AnatomyDrawing, Ink, Shape } from "./anatomy-drawing.ts";

/** What the names of colours stand for, and the faces of text. */
export interface Palette {
  readonly color: (ink: Ink) => string;
  readonly font: string;
}

/** An SVG document. `description` is what the diagram shows, in a sentence. */
export function anatomySvg(drawing: AnatomyDrawing, palette: Palette, description: string): string {
  const margin = 12;
  const [width, height] = [drawing.width + 2 * margin, drawing.height + 2 * margin];
  const shapes = (all: readonly Shape[]): string => all.map((shape) => shapeText(shape, palette)).join("");
  const boxes = drawing.boxes
    .map(({ name, shapes: parts }) => `<g><title>${escaped(name)}</title>${shapes(parts)}</g>`)
    .join("\n");
  return [
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-margin} ${-margin} ${width} ${height}" role="img" font-family="${escaped(palette.font)}">`,
    `<title>Guesthouse: anatomy of the host</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect x="${-margin}" y="${-margin}" width="${width}" height="${height}" fill="${escaped(palette.color("--gh-surface"))}"/>`,
    boxes,
    shapes(drawing.labels),
    `</svg>`,
    ``,
  ].join("\n");
}

function shapeText(shape: Shape, { color }: Palette): string {
  const paint = (ink: Ink): string => escaped(color(ink));
  if (shape.shape === "text") {
    const { x, y, size, bold, ink, text } = shape;
    const weight = bold ? ` font-weight="600"` : "";
    return `<text x="${x}" y="${y}" font-size="${size}"${weight} fill="${paint(ink)}" xml:space="preserve">${escaped(text)}</text>`;
  }
  const { x, y, width, height, radius, fill, fillOpacity, stroke, dashed } = shape;
  const line = stroke ? ` stroke="${paint(stroke)}"${dashed ? ` stroke-dasharray="4 3"` : ""}` : "";
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${paint(fill)}" fill-opacity="${fillOpacity}"${line}/>`;
}

/** For text and attributes; what XML has no place for is left out (XML 1.0, 2.2). */
function escaped(text: string): string {
  return text
    .replaceAll(notInXml, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** Control characters but for blanks, halves of surrogate pairs, and what is no character. */
const notInXml = /[^\P{Cc}\t\n\r]|[\p{Cs}\ufffe\uffff]/gu;
