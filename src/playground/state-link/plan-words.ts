/**
 * What a planned machine would be, in words that hold all that is asked of it: for a list that is shown before anything
 * is made. Pure.
 */
import type { MachinePlan } from "./machine-plan.ts";

/** A phrase: `a guest web: 32 MiB, hypervisor type 1`. */
export function planWords(plan: MachinePlan): string {
  const { kind, options } = plan;
  const name = options.name === undefined ? "" : ` ${options.name}`;
  const details = (plan.kind === "guest" ? guestDetails(plan) : sandboxDetails(plan)).join(", ");
  return `a ${kind}${name}${details === "" ? "" : `: ${details}`}`;
}

function guestDetails({ options }: Extract<MachinePlan, { kind: "guest" }>): readonly string[] {
  const { image, memoryMiB, hypervisor, cpuCap, cpuWeight, pauseWhenHidden, start } = options;
  return [
    detail(image, (id) => `image ${id}`),
    detail(memoryMiB, (size) => `${size} MiB`),
    detail(hypervisor, (type) => `hypervisor ${type === "type1" ? "type 1" : "type 2"}`),
    detail(cpuCap, (cap) => `at most ${percent(cap)} of a core`),
    detail(cpuWeight, (weight) => `CPU weight ${weight}`),
    pauseWhenHidden ? ["paused while the page is hidden"] : [],
    start === false ? ["not started"] : [],
  ].flat();
}

function sandboxDetails({ options }: Extract<MachinePlan, { kind: "sandbox" }>): readonly string[] {
  const { env, volumes, share, tmpfs } = options;
  return [
    detail(options.image, (id) => `image ${id}`),
    detail(options.kind, (kind) => `${kind} sandbox`),
    detail(options.confinement, (held) => (held === "none" ? "not confined" : `held by ${held}`)),
    options.memoryMiB === null
      ? ["memory without limit"]
      : detail(options.memoryMiB, (size) => `${size} MiB`),
    detail(options.cpus, (cap) => `at most ${percent(cap)} of a core`),
    detail(options.cpuWeight, (weight) => `CPU weight ${weight}`),
    options.pidsLimit === null
      ? ["any number of processes"]
      : detail(options.pidsLimit, (count) => `${count} processes`),
    detail(options.hostname, (name) => `host name ${name}`),
    options.readOnly ? ["root read-only"] : [],
    detail(tmpfs, (paths) => `empty ${paths.join(", ")}`),
    (volumes ?? []).map(
      ({ source, target, readOnly }) => `the host's ${source} at ${target}${readOnly ? " read-only" : ""}`,
    ),
    detail(options.user, (user) => `as ${user}`),
    options.init ? ["with a small init"] : [],
    Object.entries(env ?? {}).map(([name, value]) => `${name}=${value}`),
    detail(options.workingDirectory, (path) => `in ${path}`),
    detail(options.command, (words) => `running ${words.join(" ")}`),
    share && share.length > 0 ? [`shares the host's ${share.join(", ")} namespaces`] : [],
    options.network === "veth" ? ["with a network cable"] : [],
    options.start === false ? ["not started"] : [],
  ].flat();
}

function detail<T>(value: T | null | undefined, words: (value: T) => string): readonly string[] {
  return value === undefined || value === null ? [] : [words(value)];
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
