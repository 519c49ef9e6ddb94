/**
 * The engine's sandboxes as machines: each has one from when it is made to when it is deleted or the host goes down,
 * whoever asked for that: the screen, a script or the host's command line. Knows nothing of guests.
 */
import { Disposables } from "../base/disposable.ts";
import type { Sandbox } from "../sandbox/runtime/sandbox.ts";
import type { HostSystem } from "./host-system.ts";
import type { SandboxMachine } from "./sandbox-machine.ts";

/** Who has the list of machines. */
export interface MachineList {
  /** Makes a sandbox's machine and lists it. */
  adopt(sandbox: Sandbox): SandboxMachine;
  remove(machine: SandboxMachine): void;
}

/** Keeps the list of machines in step with the engine. */
export class SandboxMachines implements Disposable {
  readonly #life = new Disposables();
  readonly #machines = new Map<Sandbox, SandboxMachine>();

  constructor(hostSystem: HostSystem, list: MachineList) {
    this.#life.add(
      hostSystem.onDidChangeSandboxes.listen(({ kind, sandbox }) => {
        if (kind === "added") this.#machines.set(sandbox, list.adopt(sandbox));
        else this.#remove(sandbox, list);
      }),
    );
    this.#life.add(
      hostSystem.onDidChange.listen(() => {
        if (hostSystem.host !== null) return;
        for (const sandbox of this.#machines.keys()) this.#remove(sandbox, list);
      }),
    );
  }

  /** The machine of a sandbox that the engine has. */
  of(sandbox: Sandbox): SandboxMachine {
    const machine = this.#machines.get(sandbox);
    if (!machine) throw new Error("the engine has no such sandbox");
    return machine;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #remove(sandbox: Sandbox, list: MachineList): void {
    const machine = this.#machines.get(sandbox);
    if (!machine) return;
    this.#machines.delete(sandbox);
    list.remove(machine);
  }
}
