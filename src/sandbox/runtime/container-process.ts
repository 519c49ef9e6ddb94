/**
 * The last steps before a container's program runs: whose it is, what it may, and the exec.
 */
import type { Blocking } from "../abi/blocking.ts";
import type { Capability } from "../abi/capabilities.ts";
import { isErrno } from "../abi/errno.ts";
import type { Syscalls } from "../abi/program.ts";
import { readFile } from "./file-steps.ts";
import type { OciConfig } from "./oci-config.ts";

type ContainerProcess = OciConfig["process"];

const encoder = new TextEncoder();

/**
 * The last of it: takes the ids, goes where it begins, and execs. Comes back only with the exit status of what cannot be
 * run, having said why on standard error.
 */
export function* runProcess(sys: Syscalls, process: ContainerProcess): Blocking<number> {
  become(sys, process);
  try {
    sys.chdir(process.cwd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    yield* sys.write(2, encoder.encode(`cannot begin in ${process.cwd}: ${error.message}\r\n`));
    return 126;
  }
  return yield* execArguments(sys, process);
}

/** Takes the ids and gives up the privileges that `process` says. */
function become(sys: Syscalls, process: ContainerProcess): void {
  const { uid, gid, additionalGids } = process.user;
  if (process.noNewPrivileges) sys.setNoNewPrivileges();
  const kept: ReadonlySet<Capability> = new Set(process.capabilities.bounding);
  // First the bounding set, while it is allowed; what the change of ids needs goes last.
  sys.limitCapabilities(new Set([...kept, "CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"]));
  sys.setgroups(additionalGids);
  sys.setresgid(gid, gid, gid);
  sys.setresuid(uid, uid, uid);
  if (sys.capabilities().has("CAP_SETPCAP")) sys.limitCapabilities(kept);
}

/** Execs its command, looked for in its `PATH`. */
function* execArguments(sys: Syscalls, process: ContainerProcess): Blocking<number> {
  const env: Record<string, string> = Object.fromEntries(
    process.env.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  env["HOME"] ??= yield* homeOf(sys, process.user.uid);
  const [file = "/bin/sh"] = process.args;
  const given = { argv: process.args, env };
  const places = file.includes("/")
    ? [file]
    : (env["PATH"] ?? "/bin").split(":").map((dir) => `${dir}/${file}`);
  let found = "ENOENT";
  for (const place of places) {
    try {
      yield* sys.exec(place, given);
    } catch (error) {
      if (!isErrno(error)) throw error;
      if (error.code !== "ENOENT") found = error.code;
      if (places.length === 1 || error.code !== "ENOENT") {
        yield* sys.write(
          2,
          encoder.encode(`${file}: ${error.message}${error.why ? `: ${error.why}` : ""}\r\n`),
        );
        break;
      }
    }
  }
  if (places.length > 1 && found === "ENOENT") yield* sys.write(2, encoder.encode(`${file}: not found\r\n`));
  return found === "ENOENT" ? 127 : 126;
}

/** Where a user is at home by the container's own `/etc/passwd`, as runc has it: `/` where that says nothing. */
function* homeOf(sys: Syscalls, uid: number): Blocking<string> {
  try {
    const text = yield* readFile(sys, "/etc/passwd");
    const account = text.split("\n").find((line) => line.split(":")[2] === String(uid));
    return account?.split(":")[5] || "/";
  } catch (error) {
    if (!isErrno(error)) throw error;
    return "/";
  }
}
