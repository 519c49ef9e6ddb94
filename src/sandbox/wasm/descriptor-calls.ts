/**
 * The kernel's calls on descriptors and terminals, as WebAssembly programs import them: dup, pipes, fcntl, ioctl.
 */
import type { Blocking } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { CallTable, Calling } from "./call-table.ts";
import { closeOnExecFlag, nonBlockingFlag, settableStatus, statusNumber } from "./open-flags.ts";
import { readTermios, writeTermios } from "./termios-record.ts";

const command = {
  duplicate: 0,
  getDescriptorFlags: 1,
  setDescriptorFlags: 2,
  getStatus: 3,
  setStatus: 4,
  duplicateCloseOnExec: 1030,
};

/** ioctl_tty(2). */
const request = {
  getTermios: 0x5401,
  setTermios: 0x5402,
  setTermiosDrain: 0x5403,
  setTermiosFlush: 0x5404,
  flush: 0x540b,
  setControlling: 0x540e,
  getForeground: 0x540f,
  setForeground: 0x5410,
  getSize: 0x5413,
  setSize: 0x5414,
  dropControlling: 0x5422,
};
const whenSet: ReadonlyMap<number, "now" | "drain" | "flush"> = new Map([
  [request.setTermios, "now"],
  [request.setTermiosDrain, "drain"],
  [request.setTermiosFlush, "flush"],
]);
const queues = ["input", "output", "both"] as const;

/** The calls of one program. */
export function descriptorCalls(calling: Calling): CallTable {
  const { memory } = calling;
  return {
    plain: {
      dup: (fd: number) => calling.sys.dup(fd),
      dup3(fd: number, target: number, flags: number) {
        if (fd === target) throw new Errno("EINVAL");
        const made = calling.sys.dup2(fd, target);
        if ((flags & closeOnExecFlag) !== 0) calling.sys.setFdFlags(made, { closeOnExec: true });
        return made;
      },
      pipe2(ends: number, flags: number) {
        // Before the pipe is made: a bad address must not leave one behind.
        memory.bytes(ends, 8);
        const { read, write } = calling.sys.pipe({
          closeOnExec: (flags & closeOnExecFlag) !== 0,
          nonBlocking: (flags & nonBlockingFlag) !== 0,
        });
        memory.setU32(ends, read);
        memory.setU32(ends + 4, write);
        return 0;
      },
      fcntl: (fd: number, what: number, argument: number) => control(calling, fd, what, argument),
      ttyname(fd: number, buffer: number, size: number) {
        const text = `${calling.sys.ttyname(fd)}\0`;
        const length = memory.setText(buffer, size, text);
        if (memory.bytes(buffer, length).at(-1) !== 0) throw new Errno("ERANGE");
        return length;
      },
    },
    waiting: {
      ioctl: (fd: number, what: number, address: number) => terminalRequest(calling, fd, what, address),
    },
  };
}

/** fcntl(2). */
function control({ sys }: Calling, fd: number, what: number, argument: number): number {
  switch (what) {
    case command.duplicate:
      return sys.dup(fd, argument);
    case command.duplicateCloseOnExec:
      return sys.dup(fd, argument, true);
    case command.getDescriptorFlags:
      return sys.fdFlags(fd).closeOnExec ? 1 : 0;
    case command.setDescriptorFlags:
      sys.setFdFlags(fd, { closeOnExec: (argument & 1) !== 0 });
      return 0;
    case command.getStatus:
      return statusNumber(sys.fdFlags(fd).status);
    case command.setStatus:
      sys.setFdFlags(fd, settableStatus(argument));
      return 0;
    default:
      throw new Errno("EINVAL");
  }
}

function* terminalRequest(calling: Calling, fd: number, what: number, address: number): Blocking<number> {
  const { sys, memory } = calling;
  const when = whenSet.get(what);
  if (when) {
    yield* sys.tcsetattr(fd, readTermios(memory, address, sys.tcgetattr(fd)), when);
    return 0;
  }
  switch (what) {
    case request.getTermios:
      writeTermios(memory, address, sys.tcgetattr(fd));
      break;
    case request.flush: {
      const queue = queues[address];
      if (!queue) throw new Errno("EINVAL");
      sys.tcflush(fd, queue);
      break;
    }
    case request.setControlling:
      sys.setControllingTerminal(fd);
      break;
    case request.dropControlling:
      sys.dropControllingTerminal();
      break;
    case request.getForeground:
      memory.setU32(address, sys.tcgetpgrp(fd));
      break;
    case request.setForeground:
      yield* sys.tcsetpgrp(fd, memory.u32(address));
      break;
    case request.getSize: {
      const { rows, columns } = sys.windowSize(fd);
      const record = memory.record(address, 8);
      [rows, columns, 0, 0].forEach((value, index) => record.setUint16(2 * index, value, true));
      break;
    }
    case request.setSize: {
      const record = memory.record(address, 8);
      sys.setWindowSize(fd, { rows: record.getUint16(0, true), columns: record.getUint16(2, true) });
      break;
    }
    default:
      // What is no terminal is found out by the same call.
      sys.fdFlags(fd);
      throw new Errno("ENOTTY");
  }
  return 0;
}
