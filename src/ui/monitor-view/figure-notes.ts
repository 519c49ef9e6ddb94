/** How each figure of the monitor is measured, in words. */

/** A figure and its explanation. */
export interface FigureNote {
  readonly title: string;
  readonly how: string;
}

/** By figure. */
export const figureNotes = {
  cpu: {
    title: "CPU",
    how: "Cores of the host that the guest's virtual processor took, 1.00 being a whole core. Each guest's worker times its own emulation and leaves out what it takes for preemption. The browser's compiler threads are not in it.",
  },
  spread: {
    title: "Mean and max",
    how: "Over the shown span, samples without a figure left out. Beyond ten minutes a sample is the mean of 10 s.",
  },
  steal: {
    title: "Steal",
    how: "Cores that the guest wanted and the host's operating system gave to something else: pauses amid emulation that are longer than the work explains.",
  },
  instructions: {
    title: "Instructions",
    how: "x86 instructions that the virtual processor executed, in millions a second, counted by the emulator.",
  },
  used: {
    title: "Memory used",
    how: "Memory that the guest's own kernel counts as in use (total minus available), told through its balloon device. n/a until the kernel has told.",
  },
  reserved: {
    title: "Memory reserved",
    how: "What the host has set aside: the guest's RAM and the emulator's own. It isn't given back while the guest is on.",
  },
  others: {
    title: "Browser, compiler and others",
    how: "What is left of the cores while guests wait for one (steal): the browser's other threads, its compiler's and other programs. It is not measured, and shown only then; otherwise what is left is free.",
  },
  page: {
    title: "Page",
    how: "An estimate of the page's own main thread, terminals and charts included: the time its timers, messages and frames take. No browser tells the real figure.",
  },
} as const satisfies Record<string, FigureNote>;
