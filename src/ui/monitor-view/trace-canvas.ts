/**
 * Draws who ran when: a row for each vCPU, a bar for each run, an axis of time before now. Knows colours and times, not
 * machines.
 */
import type { VcpuRun } from "../../protocol/hypervisor-api.ts";
import type { TraceWindow } from "./core-timeline.ts";

/** What is drawn. */
export interface Trace {
  /** Guests, from the top down. */
  readonly rows: readonly { readonly guest: string; readonly color: string }[];
  readonly runs: readonly VcpuRun[];
  readonly window: TraceWindow;
  readonly nowMs: number;
  readonly cursorMs: number | null;
  /** Resolved CSS colours. */
  readonly ink: {
    readonly text: string;
    readonly quiet: string;
    readonly line: string;
    readonly font: string;
  };
}

/** Sizes in CSS pixels. */
export const rowPx = 22;
export const axisPx = 20;
const barPx = 14;
/** A run that is thinner is drawn so. */
const leastPx = 0.75;
const tickPx = 90;

/** Fills `canvas`, which is `width` CSS pixels wide. */
export function drawTrace(canvas: HTMLCanvasElement, width: number, trace: Trace): void {
  const { rows, runs, window, cursorMs, ink } = trace;
  const height = rows.length * rowPx + axisPx;
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext("2d");
  if (!context) return;
  context.scale(scale, scale);
  const { fromMs, toMs } = window;
  const x = (atMs: number): number => ((atMs - fromMs) / (toMs - fromMs)) * width;
  drawAxis(context, width, trace, x);
  const at = new Map(
    rows.map(({ guest, color }, index) => [guest, { color, top: index * rowPx + (rowPx - barPx) / 2 }]),
  );
  for (const run of runs) {
    const row = at.get(run.guest);
    if (!row || run.toMs < fromMs || run.fromMs > toMs) continue;
    context.fillStyle = row.color;
    context.fillRect(x(run.fromMs), row.top, Math.max(leastPx, x(run.toMs) - x(run.fromMs)), barPx);
  }
  if (cursorMs === null) return;
  context.fillStyle = ink.text;
  context.fillRect(Math.round(x(cursorMs)), 0, 1, height - axisPx);
}

function drawAxis(
  context: CanvasRenderingContext2D,
  width: number,
  { rows, window: { fromMs, toMs }, nowMs, ink }: Trace,
  x: (atMs: number) => number,
): void {
  const bottom = rows.length * rowPx;
  context.fillStyle = ink.line;
  for (let row = 1; row <= rows.length; row++) context.fillRect(0, row * rowPx, width, 1);
  const stepMs = roundStep(((toMs - fromMs) / width) * tickPx);
  context.font = `11px ${ink.font}`;
  context.textAlign = "center";
  for (let back = Math.ceil((nowMs - toMs) / stepMs) * stepMs; nowMs - back >= fromMs; back += stepMs) {
    const left = x(nowMs - back);
    context.fillStyle = ink.line;
    context.fillRect(Math.round(left), 0, 1, bottom + 4);
    // A label that would be cut off at an end says less than none.
    if (left < 24 || left > width - 24) continue;
    context.fillStyle = ink.quiet;
    context.fillText(back === 0 ? "now" : `−${label(back, stepMs)}`, left, bottom + 15);
  }
}

/** 1, 2 or 5 times a power of ten, at least `leastMs`. */
function roundStep(leastMs: number): number {
  const power = 10 ** Math.floor(Math.log10(leastMs));
  return ([1, 2, 5].find((times) => times * power >= leastMs) ?? 10) * power;
}

function label(ms: number, stepMs: number): string {
  if (stepMs >= 100) return `${(ms / 1000).toFixed(1)} s`;
  return `${ms.toFixed(stepMs < 1 ? 1 : 0)} ms`;
}
