/**
 * Spares a terminal the redraw of a selection that is not there: xterm asks for one with every line that scrolls, and its
 * DOM renderer then builds all rows a second time in each frame. Knows xterm's render service by its names in xterm 6; a
 * version that names it otherwise draws as xterm does.
 */
import type { Terminal } from "@xterm/xterm";

type Cell = [column: number, row: number];

interface RenderService {
  handleSelectionChanged(start: Cell | undefined, end: Cell | undefined, columns: boolean): void;
}

interface WithRenderService extends Terminal {
  readonly _core?: { readonly _renderService?: RenderService };
}

/** Call it once `terminal` is open. */
export function skipEmptySelections(terminal: Terminal): void {
  const inner: WithRenderService = terminal;
  // oxlint-disable-next-line no-underscore-dangle -- xterm's own name
  const service = inner._core?._renderService;
  const draw = service?.handleSelectionChanged.bind(service);
  if (!service || !draw) return;
  let drawn = false;
  service.handleSelectionChanged = (start, end, columns) => {
    const selects = start !== undefined && end !== undefined;
    if (selects || drawn) draw(start, end, columns);
    drawn = selects;
  };
}
