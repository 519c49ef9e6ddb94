/**
 * Has an element build the parts it shows of many things one a turn: many may come at once, and none of the tasks that
 * they are built in shall become long. Knows the things by their ids only.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { turn } from "../turns.ts";

/** Says, while its element renders, whose part may be built, and has it render again when more may. */
export class ArrivalsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #here: ReadonlySet<string> = new Set();
  #admitted = new Set<string>();
  #waiting = new Set<string>();
  #inTurn = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Has the element render in a turn: something came or went, perhaps one of many. */
  look(): void {
    if (!this.#inTurn) void this.#admitNext();
  }

  /** Whether the part of `id` may be built; it then may be for as long as each rendering asks for it. */
  admits(id: string): boolean {
    const admitted = this.#here.has(id);
    (admitted ? this.#admitted : this.#waiting).add(id);
    return admitted;
  }

  hostUpdate(): void {
    this.#admitted = new Set();
    this.#waiting = new Set();
  }

  hostUpdated(): void {
    this.#here = this.#admitted;
    if (this.#waiting.size > 0 && !this.#inTurn) void this.#admitNext();
  }

  async #admitNext(): Promise<void> {
    this.#inTurn = true;
    await turn();
    this.#inTurn = false;
    const [next] = this.#waiting;
    if (next !== undefined) this.#here = new Set([...this.#here, next]);
    this.#host.requestUpdate();
  }
}
