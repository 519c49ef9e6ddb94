/** httpd: serves the files of a folder over HTTP, a child for every connection. */
import type { Blocking } from "../../abi/blocking.ts";
import { isErrno } from "../../abi/errno.ts";
import type { Syscalls } from "../../abi/program.ts";
import { CommandFailure, program } from "../command/command.ts";
import { readSome } from "../command/input.ts";
import { flag, value } from "../command/options.ts";
import { writeAll } from "../command/output.ts";
import { encodeText } from "../command/text-encoding.ts";
import { HttpReader } from "./http-message.ts";
import { portNumber, resolveHost } from "./socket-address.ts";
import { readAccounts } from "../accounts/account-files.ts";

const types: Readonly<Record<string, string>> = {
  html: "text/html",
  htm: "text/html",
  css: "text/css",
  js: "text/javascript",
  json: "application/json",
  txt: "text/plain",
  svg: "image/svg+xml",
  png: "image/png",
  jpg: "image/jpeg",
  wasm: "application/wasm",
};

const phrases: Readonly<Record<number, string>> = {
  200: "OK",
  301: "Moved Permanently",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  501: "Not Implemented",
};

export const httpd = program(
  {
    usage: "[-f] [-v] [-p [ADDRESS:]PORT] [-h FOLDER] [-u USER]",
    about: "Serve the files of FOLDER (default: the working directory) over HTTP.",
    options: {
      foreground: flag("-f", "stay in the foreground"),
      verbose: flag("-v", "say what is asked"),
      port: value("-p", "where to listen (default 80)"),
      home: value("-h", "which folder"),
      user: value("-u", "as this user, once it listens"),
    },
  },
  function* (command, { options }) {
    const { sys } = command;
    const [portText = "80", host = "0.0.0.0"] = (options.port ?? "80").split(":").toReversed();
    const socket = sys.socket("inet", "stream");
    try {
      sys.bind(socket, {
        family: "inet",
        address: yield* resolveHost(sys, host),
        port: portNumber(portText),
      });
    } catch (thrown) {
      if (!isErrno(thrown)) throw thrown;
      throw new CommandFailure(`bind: ${thrown.message}`);
    }
    sys.listen(socket, 16);
    if (options.home !== null) sys.chdir(options.home);
    if (options.user !== null) {
      const accounts = yield* readAccounts(sys);
      const uid = accounts.uidOf(options.user);
      sys.setgroups([]);
      sys.setgid(accounts.userById(uid)?.gid ?? uid);
      sys.setuid(uid);
    }
    if (options.foreground) return yield* serve(sys, socket, options.verbose);
    sys.fork(function* (own) {
      own.setsid();
      return yield* serve(own, socket, false);
    });
    return 0;
  },
);

function* serve(sys: Syscalls, socket: number, verbose: boolean): Blocking<number> {
  // Children are of no interest: they are taken in when the next one comes.
  for (;;) {
    try {
      const { fd, peer } = yield* sys.accept(socket);
      const from = peer.family === "inet" ? peer.address : peer.path;
      sys.fork(function* (own) {
        own.close(socket);
        own.sigaction("SIGPIPE", "ignore");
        try {
          yield* answer(own, fd, verbose ? from : null);
        } catch (thrown) {
          if (!isErrno(thrown) && !(thrown instanceof CommandFailure)) throw thrown;
          return 1;
        }
        return 0;
      });
      sys.close(fd);
      while (yield* sys.wait(-1, { noHang: true }));
    } catch (thrown) {
      if (isErrno(thrown, "EAGAIN")) yield* sys.sleep(100);
      else if (!isErrno(thrown, "ECHILD") && !isErrno(thrown, "EINTR")) throw thrown;
    }
  }
}

function* answer(sys: Syscalls, fd: number, from: string | null): Blocking<void> {
  const reader = new HttpReader(sys, fd);
  for (;;) {
    const head = yield* reader.head();
    if (head === null) return;
    const [method = "", target = ""] = head.first.split(" ");
    const isHead = method === "HEAD";
    const found = method === "GET" || isHead ? yield* lookUp(sys, target) : { status: 501 as const };
    if (from !== null) yield* writeAll(sys, 2, encodeText(`${from}: ${head.first} ${found.status}\n`));
    const keep = !/close/iu.test(head.fields.get("connection") ?? "") && head.first.endsWith("/1.1");
    const common = `Date: ${new Date(sys.clock("realtime")).toUTCString()}\r\nConnection: ${keep ? "keep-alive" : "close"}\r\n`;
    const first = `HTTP/1.1 ${found.status} ${phrases[found.status] ?? ""}\r\n${common}`;
    if (found.status !== 200) {
      const body = `<html><head><title>${found.status} ${phrases[found.status] ?? ""}</title></head><body><h1>${found.status} ${phrases[found.status] ?? ""}</h1></body></html>\n`;
      const location = "location" in found ? `Location: ${found.location}\r\n` : "";
      yield* writeAll(
        sys,
        fd,
        encodeText(
          `${first}${location}Content-Type: text/html\r\nContent-Length: ${body.length}\r\n\r\n${isHead ? "" : body}`,
        ),
      );
    } else {
      const { file, size, modifiedMs, type } = found;
      try {
        yield* writeAll(
          sys,
          fd,
          encodeText(
            `${first}Content-Type: ${type}\r\nContent-Length: ${size}\r\nLast-Modified: ${new Date(modifiedMs).toUTCString()}\r\n\r\n`,
          ),
        );
        for (let left = isHead ? 0 : size; left > 0;) {
          const bytes = yield* readSome(sys, file, Math.min(left, 65_536));
          if (bytes.length === 0) return;
          left -= bytes.length;
          yield* writeAll(sys, fd, bytes);
        }
      } finally {
        sys.close(file);
      }
    }
    if (!keep) return;
  }
}

type Found =
  | {
      readonly status: 200;
      readonly file: number;
      readonly size: number;
      readonly modifiedMs: number;
      readonly type: string;
    }
  | { readonly status: 301; readonly location: string }
  | { readonly status: 400 | 403 | 404 | 501 };

function* lookUp(sys: Syscalls, target: string): Blocking<Found> {
  const path = decoded(target.split(/[?#]/u)[0] ?? "");
  if (path === null || !path.startsWith("/") || path.split("/").includes("..")) return { status: 400 };
  try {
    const isFolder = sys.stat(`.${path}`).type === "directory";
    if (isFolder && !path.endsWith("/")) return { status: 301, location: `${path}/` };
    const name = isFolder ? `.${path}index.html` : `.${path}`;
    const file = yield* sys.open(name, { access: "read", closeOnExec: true });
    const { size, modifiedMs, type } = sys.fstat(file);
    if (type !== "file") {
      sys.close(file);
      return { status: 403 };
    }
    const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    return { status: 200, file, size, modifiedMs, type: types[ending] ?? "application/octet-stream" };
  } catch (thrown) {
    if (!isErrno(thrown)) throw thrown;
    return { status: isErrno(thrown, "EACCES") ? 403 : 404 };
  }
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch (thrown) {
    if (thrown instanceof URIError) return null;
    throw thrown;
  }
}
