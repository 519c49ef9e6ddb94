/** The states of a sandbox: which it is in, what can be asked of it there, and who is told. Knows not how it changes them. */
import { Disposables } from "../../base/disposable.ts";
import { Emitter, type Evt } from "../../base/event.ts";
import { Failure } from "../../base/failure.ts";
import { verbFits, type SandboxState, type SandboxVerb } from "./sandbox-parts.ts";

/** Base of a sandbox. */
export abstract class SandboxStates {
  abstract readonly name: string;
  protected readonly life = new Disposables();
  readonly #onDidChange = this.life.add(new Emitter<void>());
  #state: SandboxState = "created";

  /** Fires when the state or what it may take changed. */
  readonly onDidChange: Evt<void> = this.#onDidChange;

  get state(): SandboxState {
    return this.#state;
  }

  can(verb: SandboxVerb): boolean {
    return verbFits(verb, this.#state);
  }

  /** Fails with `wrong-state` where `verb` cannot be asked. */
  protected require(verb: SandboxVerb): void {
    if (this.can(verb)) return;
    throw new Failure("wrong-state", `The sandbox ${this.name} is ${this.#state}: it cannot ${verb} now.`);
  }

  /** It is in `state`, or as it was but for something else. */
  protected changed(state = this.#state): void {
    this.#state = state;
    this.#onDidChange.fire();
  }
}
