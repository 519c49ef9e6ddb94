/**
 * getfattr(1) and setfattr(1): extended attributes of files, as the attr package shows and takes them.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import { base64Bytes, base64Of } from "../command/base64.ts";
import { CommandFailure, program, reasonOf, type Command } from "../command/command.ts";
import { flag, UsageError, value } from "../command/options.ts";
import { decodeText, encodeText } from "../command/text-encoding.ts";

export const getfattr = program(
  {
    usage: "[-hd] [-n NAME | -m PATTERN] FILE...",
    about: "Show extended attributes of FILEs.",
    usageStatus: 2,
    options: {
      name: value("-n, --name=NAME", "this one"),
      dump: flag("-d, --dump", "their values too"),
      encoding: value("-e, --encoding=HOW", "values as text, hex or base64"),
      noDereference: flag("-h, --no-dereference", "of links themselves"),
      match: value("-m, --match=PATTERN", "names that PATTERN is in, - for all; otherwise ^user\\."),
      onlyValues: flag("--only-values", "values as they are, and nothing else"),
      absolute: flag("--absolute-names", "keep a path's first slashes"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing file operand");
    const { encoding } = options;
    if (encoding !== null && !["text", "hex", "base64"].includes(encoding))
      throw new UsageError(`invalid encoding '${encoding}'`);
    const pattern = options.match === "-" ? "" : (options.match ?? String.raw`^user\.`);
    const show: Shown = {
      ...options,
      follow: !options.noDereference,
      wanted: options.name === null ? expression(pattern) : options.name,
    };
    for (const operand of operands) {
      try {
        yield* showOne(command, operand, show);
      } catch (thrown) {
        yield* command.refused(thrown, operand);
      }
    }
  },
);

export const setfattr = program(
  {
    usage: "[-h] {-n NAME [-v VALUE] | -x NAME} FILE...",
    about:
      "Set or remove an extended attribute of FILEs. VALUE is text, 0x and hex digits, or 0s and base64.",
    usageStatus: 2,
    options: {
      name: value("-n, --name=NAME", "set this one"),
      value: value("-v, --value=VALUE", "to this"),
      remove: value("-x, --remove=NAME", "remove this one"),
      noDereference: flag("-h, --no-dereference", "of links themselves"),
    },
  },
  function* (command, { options, operands }) {
    const { name, remove } = options;
    if ((name === null) === (remove === null)) throw new UsageError("one of -n and -x has to be given");
    if (operands.length === 0) throw new UsageError("missing file operand");
    const follow = { follow: !options.noDereference };
    for (const path of operands) {
      try {
        if (remove !== null) command.sys.removexattr(path, remove, follow);
        if (name !== null) command.sys.setxattr(path, name, bytesOf(options.value ?? ""), follow);
      } catch (thrown) {
        if (isErrno(thrown, "ENODATA")) yield* command.complain(`${path}: No such attribute`);
        else yield* command.refused(thrown, path);
      }
    }
  },
);

interface Shown {
  readonly wanted: string | RegExp;
  readonly follow: boolean;
  readonly dump: boolean;
  readonly encoding: string | null;
  readonly onlyValues: boolean;
  readonly absolute: boolean;
}

function* showOne(command: Command, path: string, shown: Shown): Blocking<void> {
  const { sys, out } = command;
  const { wanted, follow } = shown;
  const isNamed = typeof wanted === "string";
  const names = isNamed
    ? [wanted]
    : sys
        .listxattr(path, { follow })
        .filter((name) => wanted.test(name))
        .toSorted();
  let text = "";
  for (const name of names) {
    let bytes: Uint8Array;
    try {
      bytes = sys.getxattr(path, name, { follow });
    } catch (thrown) {
      if (!isNamed || !isErrno(thrown)) throw thrown;
      const reason = thrown.code === "ENODATA" ? "No such attribute" : reasonOf(thrown);
      yield* command.complain(`${path}: ${name}: ${reason}`);
      return;
    }
    if (shown.onlyValues) yield* out.bytes(bytes);
    else text += shown.dump || isNamed ? `${name}=${valueText(bytes, shown.encoding)}\n` : `${name}\n`;
  }
  if (text === "") return;
  const isAbsolute = path.startsWith("/") && !shown.absolute;
  if (isAbsolute) yield* command.warn(`${command.name}: Removing leading '/' from absolute path names\n`);
  yield* out.print(`# file: ${isAbsolute ? path.replace(/^\/+/u, "") : path}\n${text}\n`);
}

function expression(pattern: string): RegExp {
  try {
    return new RegExp(pattern, "u");
  } catch {
    throw new CommandFailure(`invalid regular expression '${pattern}'`, 2);
  }
}

/** In quotes where it is text, as base64 where not. */
function valueText(bytes: Uint8Array, encoding: string | null): string {
  const isText = bytes.every((byte) => byte >= 32 && byte !== 127);
  switch (encoding ?? (isText ? "text" : "base64")) {
    case "hex":
      return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
    case "base64":
      return `0s${base64Of(bytes)}`;
    default:
      return `"${decodeText(bytes)
        .replaceAll(/["\\]/gu, String.raw`\$&`)
        .replaceAll(/[\n\r\0]/gu, (letter) => `\\0${letter.charCodeAt(0).toString(8).padStart(2, "0")}`)}"`;
  }
}

function bytesOf(text: string): Uint8Array {
  if (/^0x/iu.test(text)) {
    const digits = text.slice(2);
    if (!/^([0-9a-f]{2})*$/iu.test(digits)) throw new CommandFailure("bad input encoding");
    return Uint8Array.from(digits.match(/../gu) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  if (/^0s/iu.test(text)) {
    const bytes = base64Bytes(text.slice(2));
    if (!bytes) throw new CommandFailure("bad input encoding");
    return bytes;
  }
  const quoted = /^"([^]*)"$/u.exec(text)?.[1];
  if (quoted === undefined) return encodeText(text);
  return encodeText(
    quoted.replaceAll(/\\([0-7]{3}|["\\])/gu, (_, part: string) =>
      part.length === 3 ? String.fromCharCode(Number.parseInt(part, 8)) : part,
    ),
  );
}
