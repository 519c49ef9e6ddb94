/** wget(1): fetches files over HTTP from servers inside the sandboxes' network. */
import { isErrno } from "../../abi/errno.ts";
import { CommandFailure, program, type Command } from "../command/command.ts";
import { flag, UsageError, value, values } from "../command/options.ts";
import { writeAll } from "../command/output.ts";
import { encodeText } from "../command/text-encoding.ts";
import type { Blocking } from "../../abi/blocking.ts";
import { HttpReader } from "./http-message.ts";
import { portNumber, resolveHost } from "./socket-address.ts";

export const wget = program(
  {
    usage: "[OPTION]... URL...",
    about: "Fetch files over HTTP.",
    options: {
      output: value("-O, --output-document=FILE", "into FILE; - is standard output"),
      quiet: flag("-q, --quiet", "say nothing"),
      showHeaders: flag("-S, --server-response", "print the answer's fields"),
      spider: flag("--spider", "only see whether it is there"),
      folder: value("-P, --directory-prefix=FOLDER", "into FOLDER"),
      header: values("--header=FIELD", "send FIELD too"),
      timeout: value("-T, --timeout=SECONDS", "end when it takes longer"),
      noCheck: flag("--no-check-certificate", "ignored"),
    },
  },
  function* (command, { options, operands }) {
    if (operands.length === 0) throw new UsageError("missing URL");
    if (options.timeout !== null) command.sys.alarm(Number(options.timeout));
    for (const url of operands) {
      yield* fetchFile(command, url, {
        output: options.output,
        folder: options.folder,
        quiet: options.quiet,
        showHeaders: options.showHeaders,
        method: options.spider ? "HEAD" : "GET",
        headers: options.header,
      });
    }
  },
);

interface FetchSettings {
  readonly output: string | null;
  readonly folder: string | null;
  readonly quiet: boolean;
  readonly showHeaders: boolean;
  readonly method: "GET" | "HEAD";
  readonly headers: readonly string[];
}

function* fetchFile(command: Command, url: string, settings: FetchSettings, redirects = 0): Blocking<void> {
  const { sys } = command;
  const match = /^(?:(\w+):\/\/)?([^/:?#]+)(?::(\d+))?([/?][^#]*)?/u.exec(url);
  const [, scheme = "http", host = "", port = "80", path = "/"] = match ?? [];
  if (!match || scheme !== "http") throw new CommandFailure(`not an http url: ${url}`);
  const address = yield* resolveHost(sys, host);
  const say = function* (text: string): Blocking<void> {
    if (!settings.quiet) yield* command.warn(text);
  };
  yield* say(`Connecting to ${host}:${port} (${address}:${port})\n`);
  const socket = sys.socket("inet", "stream");
  try {
    yield* sys.connect(socket, { family: "inet", address, port: portNumber(port) });
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    throw new CommandFailure(`can't connect to remote host (${address}): ${thrown.message}`);
  }
  const hostField = port === "80" ? host : `${host}:${port}`;
  const fields = [`Host: ${hostField}`, "User-Agent: wget", "Connection: close", ...settings.headers];
  yield* writeAll(
    sys,
    socket,
    encodeText(`${settings.method} ${path} HTTP/1.1\r\n${fields.join("\r\n")}\r\n\r\n`),
  );
  const reader = new HttpReader(sys, socket);
  const head = yield* reader.head();
  if (head === null) throw new CommandFailure("error getting response: Connection reset by peer");
  if (settings.showHeaders) {
    yield* command.warn(
      [head.first, ...[...head.fields].map(([name, text]) => `${name}: ${text}`)]
        .map((line) => `  ${line}\n`)
        .join(""),
    );
  }
  const status = Number(head.first.split(" ")[1]);
  const location = head.fields.get("location");
  if (status >= 300 && status < 400 && location !== undefined) {
    sys.close(socket);
    if (redirects >= 5) throw new CommandFailure("too many redirections");
    const next = location.startsWith("/") ? `http://${host}:${port}${location}` : location;
    return yield* fetchFile(command, next, settings, redirects + 1);
  }
  if (status !== 200) throw new CommandFailure(`server returned error: ${head.first}`);
  if (settings.method === "HEAD") {
    yield* say("remote file exists\n");
    sys.close(socket);
    return;
  }
  const name = path.split("?")[0]?.split("/").at(-1) || "index.html";
  const target = settings.output ?? (settings.folder === null ? name : `${settings.folder}/${name}`);
  const file =
    target === "-"
      ? 1
      : yield* sys.open(target, { access: "write", create: true, truncate: true, closeOnExec: true }, 0o666);
  if (target !== "-") yield* say(`saving to '${target}'\n`);
  let bytes = 0;
  yield* reader.body(head.fields, function* (piece) {
    bytes += piece.length;
    yield* writeAll(sys, file, piece);
  });
  if (file !== 1) sys.close(file);
  sys.close(socket);
  if (target !== "-") yield* say(`'${target}' saved (${bytes} bytes)\n`);
}
