/**
 * Tilde expansion (POSIX 2.6.1): `~` is `$HOME`, `~name` the home of a user of `/etc/passwd`.
 */
import type { Blocking } from "../../../abi/blocking.ts";
import { isErrno } from "../../../abi/errno.ts";
import { readFile } from "../text/read-file.ts";
import type { ExpansionHost } from "./expander.ts";

/**
 * The user that a piece of a word begins with, and what comes after; `null` when it begins with none. `ends`: nothing
 * follows the piece.
 */
export function splitTilde(
  piece: string,
  ends: boolean,
): { readonly user: string; readonly rest: string } | null {
  const found = /^~([^/:]*)([/:]?[^]*)$/.exec(piece);
  const [, user, rest] = found ?? [];
  if (user === undefined || rest === undefined || (rest === "" && !ends)) return null;
  return { user, rest };
}

/** A user's home; `null` when there is none. */
export function* homeOf(user: string, host: Pick<ExpansionHost, "sys" | "state">): Blocking<string | null> {
  if (user === "") return host.state.variables.get("HOME");
  try {
    const users = yield* readFile(host.sys, "/etc/passwd");
    const entry = users.split("\n").find((line) => line.startsWith(`${user}:`));
    return entry?.split(":")[5] ?? null;
  } catch (error) {
    if (isErrno(error)) return null;
    throw error;
  }
}
