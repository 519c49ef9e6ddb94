/**
 * Spares a terminal drawing that nobody sees: of a selection that is not there, and of what a burst of output is about to
 * replace. Knows xterm's render service by its names in xterm 6; a version that names it otherwise draws as xterm does.
 */
import type { Terminal } from "@xterm/xterm";
import { toDisposable } from "../../base/disposable.ts";

type Cell = [column: number, row: number];

interface RenderService {
  handleSelectionChanged(start: Cell | undefined, end: Cell | undefined, columns: boolean): void;
  refreshRows(start: number, end: number, redrawOnly?: boolean): void;
}

interface WithRenderService extends Terminal {
  readonly _core?: { readonly _renderService?: RenderService };
}

interface HeldRows {
  readonly start: number;
  readonly end: number;
  readonly redrawOnly: boolean;
}

/**
 * No redraw for a selection where none is and none was; call it once `terminal` is open. xterm asks for one with every
 * line that scrolls, and its DOM renderer then builds all rows a second time in each frame.
 */
export function skipEmptySelections(terminal: Terminal): void {
  const service = renderServiceOf(terminal);
  const draw = service?.handleSelectionChanged.bind(service);
  if (!service || !draw) return;
  let drawn = false;
  service.handleSelectionChanged = (start, end, columns) => {
    const selects = start !== undefined && end !== undefined;
    if (selects || drawn) draw(start, end, columns);
    drawn = selects;
  };
}

/** Has `terminal` draw nothing new until the result is disposed, and then all of it at once. One at a time. */
export function holdDrawing(terminal: Terminal): Disposable {
  const service = renderServiceOf(terminal);
  const refresh = service?.refreshRows.bind(service);
  if (!service || !refresh) return toDisposable(() => undefined);
  let held: HeldRows | null = null;
  service.refreshRows = (start, end, redrawOnly = false) => {
    held = {
      start: Math.min(start, held?.start ?? start),
      end: Math.max(end, held?.end ?? end),
      redrawOnly: redrawOnly && (held?.redrawOnly ?? true),
    };
  };
  return toDisposable(() => {
    service.refreshRows = refresh;
    if (held) refresh(held.start, held.end, held.redrawOnly);
  });
}

function renderServiceOf(terminal: Terminal): RenderService | undefined {
  const inner: WithRenderService = terminal;
  // oxlint-disable-next-line no-underscore-dangle -- xterm's own name
  return inner._core?._renderService;
}
