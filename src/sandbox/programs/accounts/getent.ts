/** getent(1): entries of the databases of names that `/etc` has. */
import { CommandFailure, program } from "../command/command.ts";
import { readTextFileIfAny } from "../command/input.ts";
import { UsageError } from "../command/options.ts";

/** Whether a line is the entry that is asked for. */
type Matches = (fields: readonly string[], key: string) => boolean;

const byNameOrId: Matches = ([name, , id], key) => name === key || (/^\d+$/u.test(key) && id === key);
const byAnyName: Matches = (fields, key) => fields.includes(key);
const byNameOrNumber: Matches = ([name, number = "", ...others], key) =>
  name === key || number === key || number.split("/")[0] === key || others.includes(key);

const databases: Readonly<Record<string, readonly [file: string, separator: RegExp, matches: Matches]>> = {
  passwd: ["/etc/passwd", /:/u, byNameOrId],
  group: ["/etc/group", /:/u, byNameOrId],
  shadow: ["/etc/shadow", /:/u, ([name], key) => name === key],
  hosts: ["/etc/hosts", /\s+/u, byAnyName],
  ahosts: ["/etc/hosts", /\s+/u, byAnyName],
  networks: ["/etc/networks", /\s+/u, byAnyName],
  protocols: ["/etc/protocols", /\s+/u, byNameOrNumber],
  services: ["/etc/services", /\s+/u, byNameOrNumber],
};

export const getent = program(
  {
    usage: "DATABASE [KEY]...",
    about: `Show entries of a database: ${Object.keys(databases).join(" ")}.`,
    options: {},
  },
  function* (command, { operands }) {
    const [name, ...keys] = operands;
    if (name === undefined) throw new UsageError("wrong number of arguments");
    const database = databases[name];
    if (!database) throw new CommandFailure(`Unknown database: ${name}`, 1);
    const [file, separator, matches] = database;
    const text = (yield* readTextFileIfAny(command.sys, file)) ?? "";
    const lines = text
      .split("\n")
      .map((line) => line.replace(/#.*$/u, "").trim())
      .filter((line) => line !== "");
    const isTable = separator.source !== ":";
    const shown = (line: string): string => {
      if (!isTable) return line;
      const [first = "", ...others] = line.split(separator);
      return `${first.padEnd(name.endsWith("hosts") ? 15 : 21)} ${others.join(" ")}`;
    };
    if (keys.length === 0) for (const line of lines) yield* command.out.line(shown(line));
    for (const key of keys) {
      const found = lines.find((line) => matches(line.split(separator), key));
      if (found === undefined) command.status = 2;
      else yield* command.out.line(shown(found));
    }
  },
);
