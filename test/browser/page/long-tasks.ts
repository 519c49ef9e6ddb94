/**
 * Long tasks of the page's main thread, from the browser's own trace. Knows the time a task had the processor, too:
 * what goes beyond that was the host's, which gave the core to someone else, and says nothing of the page.
 */
import type { Page } from "playwright-core";

/** What a user notices, in ms (W3C Long Tasks). */
const longMs = 50;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds: by the clock, and on the processor. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * The tasks that kept the main thread busy for more than 50 ms while `act` ran, in words. Those that only lasted so
 * long by the clock are told on the console.
 */
export async function longTasksDuring(page: Page, act: () => Promise<unknown>): Promise<readonly string[]> {
  const browser = page.context().browser();
  if (!browser) throw new Error("the page belongs to no browser");
  await browser.startTracing(page, { categories: ["toplevel"] });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString("utf8"));
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(threadOf),
  );
  const tasks = traceEvents.filter(
    (event) =>
      event.ph === "X" &&
      event.name === "ThreadControllerImpl::RunTask" &&
      mainThreads.has(threadOf(event)) &&
      (event.dur ?? 0) > longMs * 1000,
  );
  if (mainThreads.size === 0) throw new Error("the trace knows no main thread");
  const byProcessor = tasks.filter(({ dur = 0, tdur = dur }) => tdur > longMs * 1000);
  if (tasks.length > 0) {
    console.log(
      `${tasks.length} tasks took more than ${longMs} ms by the clock, ${byProcessor.length} of them of the processor.`,
    );
  }
  const ms = (microseconds = 0): number => Math.round(microseconds / 1000);
  return byProcessor.map(({ dur, tdur }) => `${ms(dur)} ms, ${ms(tdur)} ms of the processor`);
}
