/**
 * What the sections of a sandbox's details have in common: the sandbox, the host it runs on, and that they update when
 * its state changes.
 */
import { consume } from "@lit/context";
import { LitElement, type CSSResultGroup } from "lit";
import { property } from "lit/decorators.js";
import type { Playground } from "../../playground/playground.ts";
import type { SandboxMachine } from "../../playground/sandbox-machine.ts";
import type { Inspection } from "../../sandbox/runtime/inspect/run-inspection.ts";
import { playgroundContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { base, buttons } from "../styles/shared.ts";
import { detailsStyles } from "./details-styles.ts";
import type { Looking } from "./inspect-controller.ts";

/** `<… .machine=${machine}>` */
export class DetailsSection extends LitElement {
  static override styles: CSSResultGroup = [base, buttons, detailsStyles];

  @property({ attribute: false }) machine?: SandboxMachine;

  @consume({ context: playgroundContext, subscribe: true })
  playground?: Playground;

  constructor() {
    super();
    void new EvtController(this, () => this.machine?.onDidChange);
  }

  /** Something to look at on the host, while there is one. */
  protected looking<T>(inspection: Inspection<T>): Looking<T> | null {
    const host = this.playground?.hostSystem.host ?? null;
    return host && { host, inspection };
  }

  /** As above, of the sandbox's first process; nothing while it has none. */
  protected lookingAt<T>(inspection: (pid: number) => Inspection<T>): Looking<T> | null {
    const pid = this.machine?.sandbox.pid ?? null;
    return pid === null ? null : this.looking(inspection(pid));
  }
}
