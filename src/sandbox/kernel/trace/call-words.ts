/**
 * System calls in words, as strace(1) shows them: Linux's name of each call, its arguments and its answer, short. What
 * programs give is theirs: control characters are written as escapes.
 */
import { errnoTable } from "../../abi/errno.ts";

const longestText = 32;
const longestWords = 160;
const mostItems = 6;

/** Where the kernel's own name of a call is not Linux's (syscalls(2), as glibc's wrappers use them). */
const names: Readonly<Record<string, string>> = {
  open: "openat",
  pread: "pread64",
  pwrite: "pwrite64",
  seek: "lseek",
  pipe: "pipe2",
  descriptors: "getdents64",
  fdFlags: "fcntl",
  setFdFlags: "fcntl",
  readDirectory: "getdents64",
  utimes: "utimensat",
  futimes: "utimensat",
  cwd: "getcwd",
  umount: "umount2",
  pivotRoot: "pivot_root",
  exec: "execve",
  exit: "exit_group",
  wait: "wait4",
  sigaction: "rt_sigaction",
  sigmask: "rt_sigprocmask",
  sleep: "clock_nanosleep",
  yield: "sched_yield",
  clock: "clock_gettime",
  getResourceLimit: "prlimit64",
  setResourceLimit: "prlimit64",
  setName: "prctl",
  allocateMemory: "mmap",
  freeMemory: "munmap",
  growMemory: "brk",
  traceChildren: "ptrace",
  credentials: "getresuid",
  capabilities: "capget",
  limitCapabilities: "capset",
  setNoNewPrivileges: "prctl",
  isatty: "ioctl",
  tcgetattr: "ioctl",
  tcsetattr: "ioctl",
  tcflush: "ioctl",
  windowSize: "ioctl",
  setWindowSize: "ioctl",
  tcgetpgrp: "ioctl",
  tcsetpgrp: "ioctl",
  setControllingTerminal: "ioctl",
  dropControllingTerminal: "ioctl",
  ptsname: "ioctl",
  ttyname: "readlink",
  socketPair: "socketpair",
  sendTo: "sendto",
  receiveFrom: "recvfrom",
  fork: "clone",
};

/** Requests of ioctl(2), prctl(2) and the like that Linux has one call for: shown as the second argument. */
const requests: Readonly<Record<string, string>> = {
  isatty: "TCGETS",
  tcgetattr: "TCGETS",
  tcsetattr: "TCSETS",
  tcflush: "TCFLSH",
  windowSize: "TIOCGWINSZ",
  setWindowSize: "TIOCSWINSZ",
  tcgetpgrp: "TIOCGPGRP",
  tcsetpgrp: "TIOCSPGRP",
  setControllingTerminal: "TIOCSCTTY",
  dropControllingTerminal: "TIOCNOTTY",
  ptsname: "TIOCGPTN",
  fdFlags: "F_GETFL",
  setFdFlags: "F_SETFL",
};

/** Calls that fill a buffer of the caller: strace shows what came, after the descriptor. */
const filling: ReadonlySet<string> = new Set(["read", "pread", "receiveFrom"]);

const accessFlags: Readonly<Record<string, string>> = {
  read: "O_RDONLY",
  write: "O_WRONLY",
  both: "O_RDWR",
  path: "O_PATH",
};

/** Linux's name of a call of this kernel. */
export function linuxName(name: string): string {
  return names[name] ?? name;
}

/** What a call was given; once it has answered, with what it filled. */
export function argumentWords(name: string, given: readonly unknown[], answer: unknown): string {
  if (name === "exec") return execWords(given);
  if (name === "fork") return "";
  const words = given.filter((each) => each !== undefined).map((each) => wordOf(each));
  if (name === "open") return bounded([words[0] ?? "", openFlagWords(given[1])].join(", "));
  const request = requests[name];
  if (request !== undefined) words.splice(1, 0, request);
  if (filling.has(name) && answer instanceof Uint8Array) words.splice(1, 0, wordOf(answer));
  else if (isRecord(answer) && !(answer instanceof Uint8Array)) words.push(wordOf(answer));
  return bounded(words.join(", "));
}

/** What a call answered: a number where Linux answers one. */
export function resultWords(answer: unknown): string {
  if (typeof answer === "number") return numberWord(answer);
  if (answer instanceof Uint8Array) return String(answer.byteLength);
  if (Array.isArray(answer)) return String(answer.length);
  if (isRecord(answer) && "pid" in answer && typeof answer.pid === "number") return String(answer.pid);
  if (typeof answer === "string") return String(answer.length);
  if (typeof answer === "boolean") return answer ? "0" : "-1 ENOTTY";
  return "0";
}

/** An error as strace writes it: its name and what it means. */
export function errorWords(code: keyof typeof errnoTable): string {
  return `-1 ${code} (${errnoTable[code][1]})`;
}

function execWords([path, given]: readonly unknown[]): string {
  const argv = isRecord(given) && "argv" in given ? given.argv : [];
  const env = isRecord(given) && "env" in given && isRecord(given.env) ? Object.keys(given.env).length : 0;
  return bounded(`${wordOf(path)}, ${wordOf(argv)}, /* ${env} vars */`);
}

function openFlagWords(flags: unknown): string {
  const given: Readonly<Record<string, unknown>> = isRecord(flags) ? { ...flags } : {};
  const { access } = given;
  const how = typeof access === "string" ? accessFlags[access] : undefined;
  const further = [
    ["create", "O_CREAT"],
    ["exclusive", "O_EXCL"],
    ["truncate", "O_TRUNC"],
    ["append", "O_APPEND"],
    ["directory", "O_DIRECTORY"],
    ["noFollow", "O_NOFOLLOW"],
    ["nonBlocking", "O_NONBLOCK"],
    ["closeOnExec", "O_CLOEXEC"],
  ].filter(([name]) => given[name ?? ""] === true);
  return [how ?? "O_RDWR", ...further.map(([, flag]) => flag)].join("|");
}

function wordOf(value: unknown, depth = 0): string {
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return numberWord(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "function") return "…";
  return typeof value === "object" ? objectWord(value, depth) : "NULL";
}

function objectWord(value: object | null, depth: number): string {
  if (value === null) return "NULL";
  if (value instanceof Uint8Array) {
    return quoted(new TextDecoder("latin1").decode(value.subarray(0, longestText + 1)), value.byteLength);
  }
  if (depth > 2) return "…";
  const entries = Array.isArray(value) || value instanceof Set ? [...value].map((each) => ["", each]) : null;
  const fields: readonly (readonly [string, unknown])[] = (entries ?? Object.entries(value)).map(
    ([name, each]) => [String(name), each],
  );
  const words = fields
    .slice(0, mostItems)
    .map(([name, each]) => (name === "" ? "" : `${name}=`) + wordOf(each, depth + 1));
  if (fields.length > mostItems) words.push("…");
  return entries ? `[${words.join(", ")}]` : `{${words.join(", ")}}`;
}

function numberWord(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(3);
}

/** In quotes, with escapes, and an ellipsis where more was. */
function quoted(text: string, length = text.length): string {
  const shown = text.slice(0, longestText).replaceAll(/[^ -~]|["\\]/g, escaped);
  return `"${shown}"${length > longestText ? "..." : ""}`;
}

function escaped(character: string): string {
  const known: Readonly<Record<string, string>> = {
    "\n": String.raw`\n`,
    "\r": String.raw`\r`,
    "\t": String.raw`\t`,
    '"': String.raw`\"`,
    "\\": String.raw`\\`,
  };
  const code = character.codePointAt(0) ?? 0;
  return known[character] ?? (code < 256 ? `\\${code.toString(8)}` : character);
}

function bounded(words: string): string {
  return words.length > longestWords ? `${words.slice(0, longestWords)}…` : words;
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Set);
}
