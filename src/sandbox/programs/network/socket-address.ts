/**
 * Addresses as people write them: `127.0.0.1`, `localhost`, names of `/etc/hosts`, ports by number or service.
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";

const services: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  domain: 53,
  "http-alt": 8080,
};

/** The IPv4 address of a name; fails with `bad address 'x'`. There is no DNS here. */
export function* resolveHost(sys: Syscalls, host: string): Blocking<string> {
  if (/^\d{1,3}(\.\d{1,3}){3}$/u.test(host)) return host;
  if (host === "" || host === "*") return "0.0.0.0";
  const text = (yield* readTextFileIfAny(sys, "/etc/hosts")) ?? "";
  for (const line of text.split("\n")) {
    const [address = "", ...names] = (line.split("#")[0] ?? "").trim().split(/\s+/u);
    if (names.includes(host) && /^\d{1,3}(\.\d{1,3}){3}$/u.test(address)) return address;
  }
  if (host === "localhost" || host === sys.uname().nodename) return "127.0.0.1";
  throw new CommandFailure(`bad address '${host}'`);
}

/** The number of a port; fails with `bad port 'x'`. */
export function portNumber(text: string): number {
  const port = services[text] ?? (/^\d+$/u.test(text) ? Number(text) : -1);
  if (port < 0 || port > 65_535) throw new CommandFailure(`bad port '${text}'`);
  return port;
}
