/**
 * What a guest is asked so that its boxes can be named, and how its answer is read. One command, so that it costs one
 * shell. Pure: who asks is another's affair.
 */
import type { GuestSurvey } from "./host-picture.ts";

/**
 * Builtins and files of /proc as far as possible: each program more costs a guest a fork. A process whose `cmdline` is
 * empty is a thread of the kernel's; the shell that asks, and what it starts, are not told.
 */
export const surveyCommand = [
  "uname -sr",
  '. /etc/os-release 2>/dev/null; echo "${PRETTY_NAME:-n/a}"',
  'set -- /sys/bus/pci/devices/*; [ -e "$1" ] && echo $# || echo 0',
  "for d in /proc/[0-9]*; do",
  '  [ "${d#/proc/}" = $$ ] && continue',
  '  read -r line 2>/dev/null < $d/cmdline || [ -n "$line" ] || continue',
  '  read -r name 2>/dev/null < $d/comm && echo "${d#/proc/} $name"',
  "done",
].join("\n");

/** Reads the answer; `null` where it is none. */
export function readSurvey(output: string): GuestSurvey | null {
  const [kernel, system, devices, ...processes] = output.split("\n");
  if (!kernel || system === undefined || !/^\d+$/.test(devices ?? "")) return null;
  return {
    kernel: short(kernel),
    system: short(system),
    pciDevices: Number(devices),
    processes: processes
      .map((line) => /^(\d+) (.+)$/.exec(line))
      .flatMap((found) => (found ? [{ pid: Number(found[1]), name: short(found[2] ?? "") }] : []))
      .toSorted((one, other) => one.pid - other.pid)
      .map(({ name }) => name),
  };
}

/** No machine writes a book into the diagram. */
function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
