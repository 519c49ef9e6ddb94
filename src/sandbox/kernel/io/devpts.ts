/**
 * devpts: the directory of one instance's pseudo-terminals, with their nodes and the numbers they have. Every mount is
 * an instance of its own, as in Linux since 4.7.
 */
import { Errno } from "../../abi/errno.ts";
import type { Caller } from "../../fs/caller.ts";
import { numberOption, parseMountOptions } from "../../fs/file-system.ts";
import type { Inode } from "../../fs/inode.ts";
import { PseudoFileSystem } from "../../fs/pseudo-file-system.ts";
import { PseudoDevice, PseudoDirectory } from "../../fs/pseudo-nodes.ts";
import type { ControllingTerminals } from "./controlling-terminals.ts";
import { PseudoTerminal } from "./pseudo-terminal.ts";

/** Major numbers: of the terminals in it, and of `ptmx` with its minor. */
export const ptsMajor = 136;
export const ptmxNumber = { major: 5, minor: 2 } as const;

const mostTerminals = 4096;
const knownOptions = new Set(["mode", "ptmxmode", "uid", "gid", "max", "newinstance"]);

/** How an instance is made. */
export interface DevptsMaking {
  readonly device: number;
  readonly controlling: ControllingTerminals;
  /** `mode=620,ptmxmode=666,uid=0,gid=5,max=64,newinstance`. */
  readonly options: string;
  readonly caller: Caller;
}

/** One instance. */
export class Devpts {
  readonly fs: PseudoFileSystem;
  readonly #controlling: ControllingTerminals;
  readonly #terminals = new Map<number, { readonly terminal: PseudoTerminal; readonly node: PseudoDevice }>();
  readonly #top: PseudoDirectory;
  readonly #uid: number | null;
  readonly #gid: number | null;
  readonly #mode: number;
  readonly #max: number;

  /** EINVAL for options there are not. */
  constructor({ device, controlling, options, caller }: DevptsMaking) {
    this.#controlling = controlling;
    const parsed = parseMountOptions(options);
    for (const name of parsed.keys()) if (!knownOptions.has(name)) throw new Errno("EINVAL");
    const number = (name: string, otherwise: number, radix: 8 | 10 = 10): number => {
      const text = parsed.get(name);
      return text === undefined ? otherwise : numberOption(text, radix);
    };
    const id = (kind: "uid" | "gid"): number | null => {
      if (!parsed.has(kind)) return null;
      const kernelId = caller.identity.idMap.toKernel(kind, number(kind, 0));
      if (kernelId === null) throw new Errno("EINVAL");
      return kernelId;
    };
    this.#uid = id("uid");
    this.#gid = id("gid");
    this.#mode = number("mode", 0o600, 8) & 0o777;
    this.#max = Math.min(number("max", mostTerminals), mostTerminals);
    const { euid: uid, egid: gid } = caller.identity.credentials;
    const ptmxMode = number("ptmxmode", 0, 8) & 0o777;
    const owner = () => ({ uid, gid });
    this.fs = new PseudoFileSystem({
      type: "devpts",
      device,
      // Its devices work whoever mounted it.
      owner: null,
      epochMs: caller.epochMs,
      changeable: true,
      options: this.#describe(ptmxMode),
      top: (fs) => new PseudoDirectory(fs, { mode: 0o755, owner, number: 1 }),
    });
    this.#top = this.fs.rootInode;
    const ptmx = { type: "character", rdev: ptmxNumber, mode: ptmxMode, owner, number: 2 } as const;
    this.#top.set("ptmx", new PseudoDevice(this.fs, ptmx));
  }

  /** A new pseudo-terminal, its node owned by `caller`. ENOSPC when there are as many as may be. */
  allocate(caller: Caller): PseudoTerminal {
    let number = 0;
    while (this.#terminals.has(number)) number += 1;
    if (number >= this.#max) throw new Errno("ENOSPC");
    const { euid, egid } = caller.identity.credentials;
    const owner = { uid: this.#uid ?? euid, gid: this.#gid ?? egid };
    const terminal = new PseudoTerminal(this.#controlling, number, () => {
      this.#terminals.delete(number);
      this.#top.delete(String(number));
    });
    const rdev = { major: ptsMajor, minor: number };
    terminal.tty.device = rdev;
    const node = new PseudoDevice(this.fs, {
      type: "character",
      rdev,
      mode: this.#mode,
      owner: () => owner,
      number: number + 3,
    });
    this.#terminals.set(number, { terminal, node });
    this.#top.set(String(number), node);
    return terminal;
  }

  /** The terminal of one of its nodes; `null` when its master is gone. */
  terminalOf(inode: Inode): PseudoTerminal | null {
    for (const { terminal, node } of this.#terminals.values()) if (node === inode) return terminal;
    return null;
  }

  #describe(ptmxMode: number): string {
    const shown: string[] = [];
    if (this.#uid !== null) shown.push(`uid=${this.#uid}`);
    if (this.#gid !== null) shown.push(`gid=${this.#gid}`);
    shown.push(`mode=${octal(this.#mode)}`, `ptmxmode=${octal(ptmxMode)}`);
    if (this.#max < mostTerminals) shown.push(`max=${this.#max}`);
    return shown.join(",");
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(3, "0");
}
