/**
 * The diagram as a file for the user: SVG, or PNG of it in twice the size.
 */
import { Failure } from "../../base/failure.ts";
import { fileStamp, saveFile } from "../save-file.ts";
import type { AnatomyDrawing } from "./anatomy-drawing.ts";
import { anatomySvg, type Palette } from "./anatomy-svg.ts";

/** Pixels of the file for each of the diagram, unless the whole would be bigger than browsers draw. */
const wantedScale = 2;
const longestSidePx = 8_192;

/** The colours of the page as they are now. */
function pagePalette(): Palette {
  const style = getComputedStyle(document.documentElement);
  return {
    color: (ink) => style.getPropertyValue(ink).trim(),
    font: style.getPropertyValue("--gh-font").trim().replaceAll('"', "'"),
  };
}

/** Hands the diagram to the user. Fails with `not-drawn` when the browser cannot make the picture. */
export async function exportAnatomy(
  drawing: AnatomyDrawing,
  description: string,
  format: "svg" | "png",
): Promise<void> {
  const text = anatomySvg(drawing, pagePalette(), description);
  const name = `guesthouse-anatomy-${fileStamp(Date.now())}.${format}`;
  if (format === "svg") saveFile(text, name, "image/svg+xml");
  else saveFile(await pngOf(text), name, "image/png");
}

async function pngOf(text: string): Promise<Blob> {
  const image = new Image();
  // The page's policy has pictures from its own origin or in the address itself.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(wantedScale, longestSidePx / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob) return blob;
  throw new Failure("not-drawn", "The browser could not make a picture of the diagram. Export it as SVG.");
}
