/**
 * The diagram as shapes: rectangles and lines of text with the names of colours. One description, for the screen and for
 * the files. Pure; how wide a text is is told from outside.
 */
import type { AnatomyBox, Arrangement } from "../../playground/anatomy/anatomy-box.ts";
import type { AnatomyLayout, ColumnLabel, PlacedBox } from "./anatomy-layout.ts";

/** A colour by its name in `styles/tokens.ts`. */
export type Ink = `--gh-${string}`;

/** A rectangle. */
export interface RectShape {
  readonly shape: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly fill: Ink;
  readonly fillOpacity: number;
  readonly stroke: Ink | null;
  readonly dashed: boolean;
}

/** A line of text; `y` is its base line. */
export interface TextShape {
  readonly shape: "text";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly ink: Ink;
  /** Where its box's words begin, and how far to the right they may go to stay in sight while the diagram is scrolled. */
  readonly keeps: { readonly from: number; readonly slack: number } | null;
}

/** What is drawn. */
export type Shape = RectShape | TextShape;

/** A box with its shapes; the first is its frame. */
export interface DrawnBox {
  readonly placed: PlacedBox;
  /** All that it says, for those who do not see it. */
  readonly name: string;
  readonly shapes: readonly [RectShape, ...Shape[]];
}

/** The whole. */
export interface AnatomyDrawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly labels: readonly Shape[];
}

/** How wide a text is, in pixels. */
export type MeasureText = (text: string, size: number, bold: boolean) => number;

/** Sizes of text in pixels. */
const titleSize = 12;
const detailSize = 11;
const padding = 10;
const paddingAfter = 4;
const gapInLine = 6;
/** A box that is lower has one line. */
const twoLines = 40;

/** Draws a layout. `highlighted`: boxes that have no part in it recede. */
export function drawAnatomy(
  { width, height, boxes, labels }: AnatomyLayout,
  measure: MeasureText,
  highlighted: Arrangement | null = null,
): AnatomyDrawing {
  return {
    width,
    height,
    boxes: boxes.map((placed) => ({
      placed,
      name: nameOf(placed.box),
      shapes: shapesOf(
        placed,
        measure,
        highlighted !== null && !placed.box.arrangements.includes(highlighted),
      ),
    })),
    labels: labels.flatMap((label) => labelShapes(label, measure)),
  };
}

/** In words, with whose it is. */
export function nameOf({ title, detail, machines, accent, kind }: AnatomyBox): string {
  const said = `${title}: ${detail}`;
  if (kind === "hardware" || kind === "host") return `${said}, under everything`;
  if (accent !== null) return `${said}. Of ${machines[0] ?? "a machine"}`;
  if (machines.length === 0) return said;
  return `${said}. ${machines.length === 1 ? "Used by" : "Shared by"} ${machines.join(", ")}`;
}

function inkOf({ accent, kind }: AnatomyBox): Ink {
  if (accent !== null) return `--gh-accent-${accent}`;
  if (kind === "layer") return "--gh-layers";
  return kind === "hardware" || kind === "host" ? "--gh-others" : "--gh-page";
}

function shapesOf(
  { box, x, y, width, height }: PlacedBox,
  measure: MeasureText,
  recedes: boolean,
): readonly [RectShape, ...Shape[]] {
  const ink = inkOf(box);
  const walls = box.kind === "namespaces";
  const frame: RectShape = {
    shape: "rect",
    x: x + 0.5,
    y: y + 0.5,
    width: width - 1,
    height: height - 1,
    radius: 4,
    fill: recedes ? "--gh-surface" : ink,
    fillOpacity: recedes ? 1 : walls ? 0.04 : 0.16,
    stroke: recedes ? "--gh-border" : ink,
    dashed: walls,
  };
  const bar: RectShape = {
    ...frame,
    x,
    y,
    width: 4,
    height,
    radius: 2,
    fillOpacity: 1,
    stroke: null,
    dashed: false,
  };
  return [
    frame,
    ...(recedes || walls ? [] : [bar]),
    ...wordsOf({ box, x, y, width, height }, measure, recedes),
  ];
}

/** Title and detail, one under the other or, in a low box, beside each other. */
function wordsOf(
  { box, x, y, width, height }: Pick<PlacedBox, "box" | "x" | "y" | "width" | "height">,
  measure: MeasureText,
  recedes: boolean,
): readonly TextShape[] {
  const low = height < twoLines;
  const room = width - padding - paddingAfter;
  const wide = (size: number, bold: boolean) => (words: string) => measure(words, size, bold);
  const title = fitted(box.title, room, wide(titleSize, true));
  const begins = low ? measure(title, titleSize, true) + gapInLine : 0;
  // Of namespaces what is its own says enough; of a list that is cut short it has to be seen that it is.
  const [head = ""] = box.kind === "namespaces" ? box.detail.split(",", 1) : [];
  const all = head === "" || wide(detailSize, false)(box.detail) <= room - begins ? box.detail : head;
  const detail = fitted(all, room - begins, wide(detailSize, false));
  const used = Math.max(measure(title, titleSize, true), begins + measure(detail, detailSize, false));
  const line = {
    shape: "text",
    ink: recedes ? "--gh-quiet" : "--gh-text",
    keeps: room > used ? { from: x + padding, slack: room - used } : null,
  } as const;
  const [first, second] = low ? [height / 2 + 4, height / 2 + 4] : [18, 34];
  return [
    { ...line, x: x + padding, y: y + first, text: title, size: titleSize, bold: true },
    { ...line, x: x + padding + begins, y: y + second, text: detail, size: detailSize, bold: false },
  ].filter(({ text }) => text !== "");
}

function labelShapes(
  { text, note, accent, x, y, width }: ColumnLabel,
  measure: MeasureText,
): readonly Shape[] {
  const line = (base: number, words: string, size: number, bold: boolean): TextShape => ({
    shape: "text",
    x: x + (bold && accent !== null ? 14 : 0),
    y: y + base,
    text: fitted(words, width - 14, (fitting) => measure(fitting, size, bold)),
    size,
    bold,
    ink: bold ? "--gh-text" : "--gh-quiet",
    keeps: null,
  });
  const dot: readonly Shape[] =
    accent === null
      ? []
      : [
          {
            shape: "rect",
            x,
            y: y + 7,
            width: 8,
            height: 8,
            radius: 4,
            fill: `--gh-accent-${accent}`,
            fillOpacity: 1,
            stroke: null,
            dashed: false,
          },
        ];
  return [...dot, line(15, text, titleSize, true), line(29, note, detailSize, false)];
}

/** As much of `text` as has room, with an ellipsis where something is missing; nothing where hardly anything has. */
function fitted(text: string, room: number, width: (text: string) => number): string {
  if (width(text) <= room) return text;
  let [fits, over] = [0, text.length];
  while (over - fits > 1) {
    const middle = (fits + over) >> 1;
    if (width(`${text.slice(0, middle).trimEnd()}…`) <= room) fits = middle;
    else over = middle;
  }
  return fits < 3 ? "" : `${text.slice(0, fits).trimEnd()}…`;
}
