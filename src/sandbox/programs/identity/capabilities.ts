/** getpcaps(8) and `capsh --print`: the capabilities of processes, from `/proc/PID/status`. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readTextFile } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { execOrComplain } from "../command/run-command.ts";
import { fieldsOf } from "../process/process-entry.ts";
import type { Capability } from "../../abi/process-calls.ts";

/** By their numbers (capability.h). */
const capabilityNames = [
  "chown",
  "dac_override",
  "dac_read_search",
  "fowner",
  "fsetid",
  "kill",
  "setgid",
  "setuid",
  "setpcap",
  "linux_immutable",
  "net_bind_service",
  "net_broadcast",
  "net_admin",
  "net_raw",
  "ipc_lock",
  "ipc_owner",
  "sys_module",
  "sys_rawio",
  "sys_chroot",
  "sys_ptrace",
  "sys_pacct",
  "sys_admin",
  "sys_boot",
  "sys_nice",
  "sys_resource",
  "sys_time",
  "sys_tty_config",
  "mknod",
  "lease",
  "audit_write",
  "audit_control",
  "setfcap",
  "mac_override",
  "mac_admin",
  "syslog",
  "wake_alarm",
  "block_suspend",
  "audit_read",
  "perfmon",
  "bpf",
  "checkpoint_restore",
] as const;

const allMask = (1n << BigInt(capabilityNames.length)) - 1n;

export const getpcaps = program(
  { usage: "PID...", about: "Print the capabilities of processes.", options: {} },
  function* (command, { operands }) {
    for (const pid of operands) {
      try {
        const fields = fieldsOf(yield* readTextFile(command.sys, `/proc/${pid}/status`));
        const [effective, permitted, inheritable] = ["CapEff", "CapPrm", "CapInh"].map((name) =>
          maskOf(fields, name),
        );
        yield* command.out.line(`${pid}: ${setText(effective ?? 0n, permitted ?? 0n, inheritable ?? 0n)}`);
      } catch (thrown) {
        if (!isErrno(thrown)) throw thrown;
        yield* command.complain(
          `Failed to get cap's for process ${pid}: (${thrown.code === "ENOENT" ? "No such process" : thrown.message})`,
        );
      }
    }
  },
);

export const capsh = program(
  {
    usage: "[--print] [--drop=CAP,...] [-- ARGUMENT...]",
    about: "Show the own capabilities; drop some and run the shell with ARGUMENTs.",
    inOrder: true,
    options: {
      print: flag("--print", "show them"),
      drop: value("--drop=LIST", "take these from all sets (all: everything)"),
    },
  },
  function* (command, { options, operands }) {
    const { sys, out } = command;
    if (options.drop !== null) {
      const dropped = options.drop
        .toLowerCase()
        .split(",")
        .map((name) => name.replace(/^cap_/u, ""));
      const isKnown = (name: string): boolean =>
        name === "all" || capabilityNames.some((known) => known === name);
      const unknown = dropped.find((name) => !isKnown(name));
      if (unknown !== undefined) throw new CommandFailure(`unknown capability '${unknown}'`);
      const keeps = (capability: Capability): boolean =>
        !dropped.includes("all") && !dropped.includes(capability.slice(4).toLowerCase());
      sys.limitCapabilities(new Set([...sys.capabilities()].filter(keeps)));
    }
    if (options.print) {
      const fields = fieldsOf(yield* readTextFile(sys, "/proc/self/status"));
      const names = (mask: bigint): string =>
        capabilityNames
          .filter((_, at) => (mask >> BigInt(at)) & 1n)
          .map((name) => `cap_${name}`)
          .join(",");
      const { uid, euid, gid, groups } = sys.credentials();
      const current = setText(maskOf(fields, "CapEff"), maskOf(fields, "CapPrm"), maskOf(fields, "CapInh"));
      yield* out.line(`Current: ${current}`);
      yield* out.line(`Bounding set =${names(maskOf(fields, "CapBnd"))}`);
      yield* out.line(`Ambient set =${names(maskOf(fields, "CapAmb"))}`);
      yield* out.line(`uid=${uid} euid=${euid}`);
      yield* out.line(`gid=${gid}`);
      yield* out.line(`groups=${groups.join(",")}`);
    }
    const dashes = command.args.indexOf("--");
    if (dashes < 0 && operands.length === 0) return 0;
    yield* out.flush();
    return yield* execOrComplain(sys, "capsh", ["/bin/sh", ...operands], command.env);
  },
);

function maskOf(fields: ReadonlyMap<string, string>, name: string): bigint {
  const text = fields.get(name) ?? "";
  return /^[0-9a-f]+$/u.test(text) ? BigInt(`0x${text}`) : 0n;
}

/** As cap_to_text(3): `=ep`, `=ep cap_sys_boot-ep`, `cap_kill=ep`. */
function setText(effective: bigint, permitted: bigint, inheritable: bigint): string {
  const flagsOf = (at: number): string =>
    [
      ["e", effective],
      ["i", inheritable],
      ["p", permitted],
    ]
      .flatMap(([letter, mask]) =>
        typeof mask === "bigint" && (mask >> BigInt(at)) & 1n ? [String(letter)] : [],
      )
      .join("");
  const byFlags = new Map<string, string[]>();
  for (const [at, name] of capabilityNames.entries()) {
    const flags = flagsOf(at);
    byFlags.set(flags, [...(byFlags.get(flags) ?? []), `cap_${name}`]);
  }
  // What most have is the base; the others are told apart.
  const [base = ""] = [...byFlags].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [];
  if ((effective & allMask) === 0n && (permitted & allMask) === 0n && (inheritable & allMask) === 0n)
    return "=";
  const others = [...byFlags].flatMap(([flags, names]) => {
    if (flags === base) return [];
    const gone = Array.from(base)
      .filter((letter) => !flags.includes(letter))
      .join("");
    const added = Array.from(flags)
      .filter((letter) => !base.includes(letter))
      .join("");
    return [
      `${names.join(",")}${base === "" ? `=${flags}` : `${added === "" ? "" : `+${added}`}${gone === "" ? "" : `-${gone}`}`}`,
    ];
  });
  return [...(base === "" ? [] : [`=${base}`]), ...others].join(" ");
}
