/**
 * What a guest tells of its own storeys when it is asked: its virtual hardware, kernel, system and processes, by commands
 * beside its user's shell. What it says is text of a machine: read with care, shown as it is.
 */
import type { ExecutionResult } from "../../execution.ts";
import type { WaitOptions } from "../../machine-console.ts";
import type { FactSection } from "./fact.ts";
import { pciName } from "./pci-names.ts";
import { readSections, sectionsCommand } from "./sections.ts";

/** The part of a guest that is asked. */
export interface AskedMachine {
  readonly name: string;
  execute(command: string, options?: WaitOptions): Promise<ExecutionResult>;
}

async function ask(
  machine: AskedMachine,
  commands: Readonly<Record<string, string>>,
  options: WaitOptions,
): Promise<(name: string) => string> {
  const { output } = await machine.execute(sectionsCommand(commands), options);
  const sections = readSections(output);
  return (name) => sections[name] ?? "";
}

/** The devices, interrupts and ports as the guest's kernel lists them. */
export async function virtualHardwareFacts(
  guest: AskedMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  const answer = await ask(
    guest,
    {
      pci: "for d in /sys/bus/pci/devices/*; do read -r v < $d/vendor; read -r n < $d/device; read -r c < $d/class; read -r i < $d/irq; echo ${d##*/} $v $n $c $i; done",
      cpu: "grep -E '^(model name|cpu MHz|flags)' /proc/cpuinfo",
      memory: "head -n 1 /proc/meminfo",
      interrupts: "cat /proc/interrupts",
      ports: "cat /proc/ioports",
    },
    options,
  );
  const cpu = (name: string): string =>
    new RegExp(`^${name}\\s*: (.*)$`, "m").exec(answer("cpu"))?.[1] ?? "n/a";
  return [
    {
      kind: "facts",
      title: "Processor and memory",
      source: `/proc/cpuinfo and /proc/meminfo in ${guest.name}`,
      facts: [
        { term: "Processor", value: cpu("model name") },
        {
          term: "Clock",
          value: `${cpu("cpu MHz")} MHz`,
          how: "As the kernel reckons from the time stamp counter.",
        },
        { term: "Memory", value: memoryOf(answer("memory")), how: "What the kernel manages of the RAM." },
      ],
    },
    {
      kind: "table",
      title: "PCI devices",
      source: `/sys/bus/pci/devices in ${guest.name}`,
      columns: ["Slot", "Number", "Class", "IRQ", "What it is"],
      rows: readPciDevices(answer("pci")).map(({ slot, vendor, device, deviceClass, irq }) => [
        slot,
        `${vendor}:${device}`,
        deviceClass,
        irq,
        pciName(vendor, device, deviceClass),
      ]),
    },
    {
      kind: "text",
      title: "Interrupts",
      source: `/proc/interrupts in ${guest.name}`,
      text: answer("interrupts"),
    },
    { kind: "text", title: "I/O ports", source: `/proc/ioports in ${guest.name}`, text: answer("ports") },
  ];
}

/** A PCI device as /sys tells of it; numbers in hex without `0x`. */
export interface PciDevice {
  readonly slot: string;
  readonly vendor: string;
  readonly device: string;
  readonly deviceClass: string;
  readonly irq: string;
}

/** Reads lines of `slot vendor device class irq`. */
export function readPciDevices(text: string): readonly PciDevice[] {
  return text.split("\n").flatMap((line) => {
    const [slot, vendor, device, deviceClass, irq] = line.trim().split(/\s+/);
    if (!slot || !vendor || !device || !deviceClass) return [];
    const digits = (number: string): string => number.replace(/^0x/, "");
    return [
      {
        slot,
        vendor: digits(vendor),
        device: digits(device),
        deviceClass: digits(deviceClass),
        irq: irq === undefined || irq === "0" ? "none" : irq,
      },
    ];
  });
}

/** What the kernel says it is and how it was started. */
export async function kernelFacts(
  guest: AskedMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  const answer = await ask(
    guest,
    {
      uname: "uname -a",
      version: "cat /proc/version",
      boot: "cat /proc/sys/kernel/random/boot_id",
      line: "cat /proc/cmdline",
      uptime: "cut -d' ' -f1 /proc/uptime",
      threads:
        'n=0; for d in /proc/[0-9]*; do l=; read -r l < $d/cmdline || [ -n "$l" ] || n=$((n+1)); done; echo $n',
      memory: "cat /proc/meminfo",
    },
    options,
  );
  return [
    { kind: "text", title: "uname -a", source: `uname -a in ${guest.name}`, text: answer("uname") },
    {
      kind: "facts",
      title: "This run",
      source: `/proc in ${guest.name}`,
      facts: [
        {
          term: "Boot id",
          value: answer("boot"),
          how: "/proc/sys/kernel/random/boot_id: drawn by each kernel when it boots, so that no two are alike.",
        },
        { term: "Up for", value: `${answer("uptime")} s` },
        { term: "Its own threads", value: answer("threads"), how: "Processes without a command line." },
        { term: "Command line", value: answer("line") },
      ],
    },
    { kind: "text", title: "Built", source: `/proc/version in ${guest.name}`, text: answer("version") },
    { kind: "text", title: "Memory", source: `/proc/meminfo in ${guest.name}`, text: answer("memory") },
  ];
}

/** The userland: what it calls itself, and how much it is. */
export async function systemFacts(
  machine: AskedMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  const answer = await ask(
    machine,
    {
      release: "cat /etc/os-release",
      size: "du -xsk / | cut -f1",
      files: "find / -xdev -type f | wc -l",
      mounts: "cat /proc/mounts",
    },
    options,
  );
  return [
    {
      kind: "text",
      title: "os-release",
      source: `/etc/os-release in ${machine.name}`,
      text: answer("release"),
    },
    {
      kind: "facts",
      title: "Its root file system",
      source: `du -xsk / and find / -xdev -type f in ${machine.name}`,
      facts: [
        { term: "Size", value: `${answer("size") || "n/a"} KiB`, how: "Names of one file count once." },
        {
          term: "Names of files",
          value: answer("files") || "n/a",
          how: "Most are one program under many names.",
        },
      ],
    },
    { kind: "text", title: "Mounts", source: `/proc/mounts in ${machine.name}`, text: answer("mounts") },
  ];
}

/** Its processes, the kernel's own threads and the one that asks left out. */
export async function processFacts(
  machine: AskedMachine,
  options: WaitOptions,
): Promise<readonly FactSection[]> {
  const { output } = await machine.execute("ps -o pid,ppid,user,vsz,time,args", options);
  return [
    {
      kind: "table",
      title: "Processes",
      source: `ps -o pid,ppid,user,vsz,time,args in ${machine.name}`,
      columns: ["PID", "Parent", "User", "Virtual size", "CPU time", "Command"],
      rows: readProcessLines(output),
    },
  ];
}

/** Lines of ps(1) after its headings: threads of the kernel stand in brackets. */
export function readProcessLines(output: string): readonly (readonly string[])[] {
  return output
    .split("\n")
    .slice(1)
    .flatMap((line) => {
      const [, pid, parent, user, size, time, command] =
        /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      if (!pid || !parent || !user || !size || !time || command === undefined) return [];
      if (command.startsWith("[") || /ps -o pid,ppid/.test(command)) return [];
      return [[pid, parent, user, size, time, command]];
    });
}

function memoryOf(line: string): string {
  const kib = Number(/(\d+) kB/.exec(line)?.[1]);
  return Number.isFinite(kib) ? `${(kib / 1024).toFixed(1)} MiB` : "n/a";
}
