/**
 * Decides when v86's just-in-time compiler works and how big its units are. The figures behind each choice are in
 * README.md.
 */

/** v86's `set_jit_config(index, value)`. */
export type SetJitConfig = (index: number, value: number) => void;

const disabled = 0;
const mostPages = 1;
const mostExtraBlocks = 3;

/**
 * Small units (v86's own are 3 and 250): each is tens of kilobytes of WebAssembly that the browser's optimising
 * compiler works on for long, on cores that busy guests want.
 */
const small = { pages: 1, extraBlocks: 30 };
/** A guest without our agent never says that it is up: this much CPU time ends its boot, in ms. */
const longestBootCpuMs = 3000;

/** Keeps the compiler off until the guest is up, and to small units from then on. */
export class JitPolicy {
  readonly #configure: SetJitConfig;
  #compiling = false;

  constructor(configure: SetJitConfig) {
    this.#configure = configure;
  }

  /** The guest is up: what runs from now on may run for long. */
  bootEnded(): void {
    if (this.#compiling) return;
    this.#compiling = true;
    this.#configure(mostPages, small.pages);
    this.#configure(mostExtraBlocks, small.extraBlocks);
    this.#configure(disabled, 0);
  }

  /** The guest has taken `cpuMs` in all. */
  update(cpuMs: number): void {
    if (!this.#compiling && cpuMs > longestBootCpuMs) this.bootEnded();
  }
}
