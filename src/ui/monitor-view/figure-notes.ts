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
    how: "Cores of the host, 1.00 being a whole core. Of a guest: what its virtual processor took; its worker times its own emulation and leaves out what it takes for preemption, and the browser's compiler threads are not in it. Of a sandbox: the measured run time of its processes (cpu.stat of its cgroup); all sandboxes run on the page's thread, of which the host kernel may take a set part of each frame.",
  },
  spread: {
    title: "Mean and max",
    how: "Over the shown span, samples without a figure left out. Beyond ten minutes a sample is the mean of 10 s.",
  },
  rest: {
    title: "More machines",
    how: "Of many machines those that took most of cores and memory in the shown span have a row and an area of their own; the others are added up. Mean and max are of their sum.",
  },
  steal: {
    title: "Steal",
    how: "Cores that a machine wanted and did not get. Of a guest: pauses amid emulation that are longer than the work explains, as the host's operating system gave the core to something else. Of a sandbox: time in which all its runnable processes waited for the host kernel's processor (full, in cpu.pressure).",
  },
  instructions: {
    title: "Instructions",
    how: "x86 instructions that the virtual processor executed, in millions a second, counted by the emulator. n/a for sandboxes, which have no processor of their own.",
  },
  used: {
    title: "Memory used",
    how: "Memory that the guest's own kernel counts as in use (total minus available), told through its balloon device; n/a until the kernel has told. Of a sandbox: memory.current of its cgroup.",
  },
  reserved: {
    title: "Memory reserved",
    how: "What the host has set aside: the guest's RAM and the emulator's own. It isn't given back while the guest is on. For a sandbox nothing is set aside: it takes what it uses.",
  },
  pressure: {
    title: "Pressure",
    how: "The percentage of time in which some of a machine's work waited for the resource, averaged over about 10 and 60 s, as Linux means it (PSI, some). Of a sandbox: its cgroup's cpu.pressure and memory.pressure. Of a guest: CPU worked out from the time its processor waited for a core or was held back; memory as its own kernel tells it (/proc/pressure, read by its agent while the monitor is open; n/a where image or kernel cannot). What that kernel says of the waiting inside is in the monitor of the one guest. Of the host: CPU of the machine that waits most, so at least that; memory as the kernel that sandboxes share tells it.",
  },
  kinds: {
    title: "Memory by kind",
    how: "Reserved: RAM and the emulator's own, held for a guest. Touched: the part of it that was ever written, about what it costs. Used: by its kernel's count, without the balloon. Balloon: taken from the guest; the browser gets it back when the guest ends. Charged: to a sandbox's cgroup, kernel objects among it. Layers that sandboxes share belong to the host.",
  },
  watching: {
    title: "Watching",
    how: "What all this costs, in cores: an estimate. To measure: the time it takes to sample and account on the page's main thread, and to sample and to set checkpoints in the guests' workers. To show it: what elements do about a sample, and the frame in which it is drawn, whatever else that draws included. It is a part of what the page and the machines take, not on top of it.",
  },
  browser: {
    title: "Browser's own",
    how: "What the browser itself measures for the page and its workers (performance.measureUserAgentSpecificMemory). It is asked seldom and answers late, so its age is given; it leaves out most of the guests' WebAssembly memory, which is why the figures by kind stand beside it. n/a where the browser does not tell.",
  },
  images: {
    title: "Image layers",
    how: "Bytes of the files in the image layers that sandboxes share, each layer counted once and for no sandbox, the host's own among them.",
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
