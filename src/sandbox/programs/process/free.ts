/** free(1) and uptime(1): memory, and how long the system has been up. */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { program } from "../command/command.ts";
import { flag, value } from "../command/options.ts";
import { integerArgument } from "../command/quantities.ts";
import { loadText, readMemory, readUptimeSeconds, type MemoryState } from "./system-state.ts";

export const free = program(
  {
    usage: "[OPTION]...",
    about: "Show free and used memory, in KiB if nothing else is said.",
    options: {
      bytes: flag("-b, --bytes", "in bytes"),
      kibi: flag("-k, --kibi", "in KiB"),
      mebi: flag("-m, --mebi", "in MiB"),
      gibi: flag("-g, --gibi", "in GiB"),
      human: flag("-h, --human", "in what is shortest"),
      total: flag("-t, --total", "a line with the sums"),
      wide: flag("-w, --wide", "buffers apart from cache"),
      seconds: value("-s, --seconds=N", "again every N seconds"),
      count: value("-c, --count=N", "N times, then end"),
    },
  },
  function* (command, { options }) {
    const unit = options.bytes ? 1 : options.mebi ? 1024 ** 2 : options.gibi ? 1024 ** 3 : 1024;
    const format = (bytes: number): string =>
      options.human ? shortest(bytes) : String(Math.floor(bytes / unit));
    const pauseMs = Number(options.seconds ?? 1) * 1000;
    const times =
      options.count === null
        ? options.seconds === null
          ? 1
          : Infinity
        : integerArgument(options.count, "count");
    for (let done = 0; done < times; done++) {
      if (done > 0) {
        yield* command.out.flush();
        yield* command.sys.sleep(pauseMs);
        yield* command.out.line("");
      }
      const memory = yield* readMemory(command.sys);
      for (const line of table(memory, options.wide, options.total)) {
        const [name = "", ...cells] = line;
        const text = cells
          .map((cell) => (typeof cell === "number" ? format(cell) : cell).padStart(12))
          .join("");
        yield* command.out.line(`${String(name).padEnd(8)}${text}`);
      }
    }
  },
);

function table(
  memory: MemoryState,
  wide: boolean,
  total: boolean,
): readonly (readonly (string | number)[])[] {
  const swapUsed = memory.swapTotal - memory.swapFree;
  const head = [
    "total",
    "used",
    "free",
    "shared",
    ...(wide ? ["buffers", "cache"] : ["buff/cache"]),
    "available",
  ];
  return [
    ["", ...head],
    [
      "Mem:",
      memory.total,
      memory.used,
      memory.free,
      memory.shared,
      ...(wide ? [0, memory.cached] : [memory.cached]),
      memory.available,
    ],
    ["Swap:", memory.swapTotal, swapUsed, memory.swapFree],
    ...(total
      ? [["Total:", memory.total + memory.swapTotal, memory.used + swapUsed, memory.free + memory.swapFree]]
      : []),
  ];
}

/** As procps: `653Mi`, `1.0Gi`, `0B`. */
function shortest(bytes: number): string {
  const units = ["B", "Ki", "Mi", "Gi", "Ti", "Pi"];
  let size = bytes;
  let power = 0;
  while (size >= 1000 && power < units.length - 1) {
    size /= 1024;
    power += 1;
  }
  const text = power > 0 && size < 10 ? size.toFixed(1) : String(Math.floor(size));
  return text + (units[power] ?? "");
}

export const uptime = program(
  {
    usage: "[-ps]",
    about: "Print how long the system has been up.",
    options: {
      pretty: flag("-p, --pretty", "in words"),
      since: flag("-s, --since", "since when"),
    },
  },
  function* (command, { options }) {
    const { sys } = command;
    const seconds = Math.floor(yield* readUptimeSeconds(sys));
    if (options.since) {
      const since = new Date(sys.clock("realtime") - seconds * 1000).toISOString();
      yield* command.out.line(`${since.slice(0, 10)} ${since.slice(11, 19)}`);
    } else yield* command.out.line(options.pretty ? `up ${inWords(seconds)}` : yield* uptimeLine(sys));
  },
);

/** ` 14:11:17 up  3:22,  0 user,  load average: 0.51, 1.17, 1.47`, as uptime and top print it. */
export function* uptimeLine(sys: Syscalls): Blocking<string> {
  const seconds = Math.floor(yield* readUptimeSeconds(sys));
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const clock = new Date(sys.clock("realtime")).toISOString().slice(11, 19);
  const dayText = days > 0 ? `${days} ${days === 1 ? "day" : "days"}, ` : "";
  const span =
    hours > 0 ? `${String(hours).padStart(2)}:${String(minutes).padStart(2, "0")}` : `${minutes} min`;
  return ` ${clock} up ${dayText}${span},  0 user,  load average: ${loadText(sys)}`;
}

function inWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 604_800), "week"],
    [Math.floor(seconds / 86_400) % 7, "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
  ] as const;
  const words = parts.flatMap(([count, unit]) =>
    count > 0 ? [`${count} ${unit}${count === 1 ? "" : "s"}`] : [],
  );
  return words.length > 0 ? words.join(", ") : "0 minutes";
}
