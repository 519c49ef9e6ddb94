/**
 * Every system call by name: which part implements it, whether it may wait, and whether a handler with SA_RESTART lets
 * it begin again (signal(7), "Interruption of system calls").
 */
import type { Blocking } from "../../abi/blocking.ts";
import type { FileCalls } from "../../abi/file-calls.ts";
import type { IpcCalls } from "../../abi/ipc-calls.ts";
import type { NetworkCalls } from "../../abi/network-calls.ts";
import type { ProcessCalls } from "../../abi/process-calls.ts";
import type { TerminalCalls } from "../../abi/terminal-calls.ts";

type CallKind<Call> = Call extends (...given: never[]) => infer Answer
  ? [Answer] extends [never]
    ? "plain"
    : Answer extends Blocking<unknown>
      ? "restarts" | "fails"
      : "plain"
  : never;
type CallKinds<Calls> = { readonly [Name in keyof Calls]: CallKind<Calls[Name]> };

const files = {
  open: "restarts",
  close: "plain",
  read: "restarts",
  write: "restarts",
  pread: "restarts",
  pwrite: "restarts",
  seek: "plain",
  dup: "plain",
  dup2: "plain",
  descriptors: "plain",
  fdFlags: "plain",
  setFdFlags: "plain",
  stat: "plain",
  lstat: "plain",
  fstat: "plain",
  access: "plain",
  readDirectory: "plain",
  mkdir: "plain",
  rmdir: "plain",
  unlink: "plain",
  link: "plain",
  symlink: "plain",
  readlink: "plain",
  rename: "plain",
  mknod: "plain",
  truncate: "plain",
  ftruncate: "plain",
  chmod: "plain",
  fchmod: "plain",
  chown: "plain",
  fchown: "plain",
  utimes: "plain",
  futimes: "plain",
  statfs: "plain",
  getxattr: "plain",
  listxattr: "plain",
  setxattr: "plain",
  removexattr: "plain",
  cwd: "plain",
  chdir: "plain",
  fchdir: "plain",
  chroot: "plain",
  umask: "plain",
  mount: "plain",
  umount: "plain",
  pivotRoot: "plain",
} as const satisfies CallKinds<Omit<FileCalls, "pipe" | "poll" | "flock">>;

const io = {
  pipe: "plain",
  poll: "fails",
  flock: "restarts",
} as const satisfies CallKinds<Pick<FileCalls, "pipe" | "poll" | "flock">>;

const life = {
  getpid: "plain",
  getppid: "plain",
  getpgid: "plain",
  getsid: "plain",
  setpgid: "plain",
  setsid: "plain",
  fork: "plain",
  exec: "fails",
  exit: "plain",
  wait: "restarts",
} as const satisfies Partial<CallKinds<ProcessCalls>>;

const signals = {
  kill: "plain",
  sigaction: "plain",
  sigmask: "plain",
  pause: "fails",
  alarm: "plain",
} as const satisfies Partial<CallKinds<ProcessCalls>>;

const machine = {
  sleep: "fails",
  yield: "fails",
  clock: "plain",
  times: "plain",
  getpriority: "plain",
  setpriority: "plain",
  getResourceLimit: "plain",
  setResourceLimit: "plain",
  setName: "plain",
  traceChildren: "plain",
  allocateMemory: "fails",
  freeMemory: "plain",
  growMemory: "fails",
  uname: "plain",
  sysinfo: "plain",
} as const satisfies Partial<CallKinds<ProcessCalls>>;

const identity = {
  credentials: "plain",
  setuid: "plain",
  setgid: "plain",
  setresuid: "plain",
  setresgid: "plain",
  setgroups: "plain",
  capabilities: "plain",
  limitCapabilities: "plain",
  setNoNewPrivileges: "plain",
} as const satisfies Partial<CallKinds<ProcessCalls>>;

const namespaces = {
  sethostname: "plain",
  setdomainname: "plain",
  unshare: "plain",
  setns: "plain",
  reboot: "plain",
} as const satisfies Partial<CallKinds<ProcessCalls>>;

const ipc = {
  ipcGet: "plain",
  ipcRemove: "plain",
} as const satisfies CallKinds<IpcCalls>;

const terminals = {
  isatty: "plain",
  tcgetattr: "plain",
  tcsetattr: "restarts",
  tcflush: "plain",
  windowSize: "plain",
  setWindowSize: "plain",
  tcgetpgrp: "plain",
  tcsetpgrp: "restarts",
  setControllingTerminal: "plain",
  dropControllingTerminal: "plain",
  ptsname: "plain",
  ttyname: "plain",
} as const satisfies CallKinds<TerminalCalls>;

const network = {
  socket: "plain",
  bind: "plain",
  listen: "plain",
  accept: "restarts",
  connect: "restarts",
  socketPair: "plain",
  sendTo: "restarts",
  receiveFrom: "restarts",
  shutdown: "plain",
  getsockname: "plain",
  getpeername: "plain",
  links: "plain",
  addVeth: "plain",
  deleteLink: "plain",
  setLink: "plain",
  addAddress: "plain",
  deleteAddress: "plain",
  routes: "plain",
  addRoute: "plain",
  deleteRoute: "plain",
  sockets: "plain",
  ping: "fails",
} as const satisfies CallKinds<NetworkCalls>;

/** All calls, by the part that implements them. */
export const callNames = { files, io, life, signals, identity, machine, namespaces, ipc, terminals, network };

/** Names of the process calls, by part. */
export interface CallPart {
  readonly life: keyof typeof life;
  readonly signals: keyof typeof signals;
  readonly identity: keyof typeof identity;
  readonly machine: keyof typeof machine;
  readonly namespaces: keyof typeof namespaces;
}

// A type error here: a process call that no part has.
type Missing = Exclude<keyof ProcessCalls, CallPart[keyof CallPart]>;
const complete: [Missing] extends [never] ? true : Missing = true;
void complete;
