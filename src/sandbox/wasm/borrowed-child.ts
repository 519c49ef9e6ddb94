/**
 * The child of a vfork. Its task is real and waits; the parent's instance runs on in its name, by its system calls, and
 * at last tells it to exec or to exit. Knows nothing of WebAssembly.
 */
import type { Blocking, WakeReason } from "../abi/blocking.ts";
import { Errno } from "../abi/errno.ts";
import type { ProgramArguments, Syscalls } from "../abi/program.ts";
import { WaitQueue } from "../kernel/wait-queue.ts";

/** How late a killed child may be noticed, in ms. */
const lookEveryMs = 50;

type Order =
  | { readonly kind: "exec"; readonly path: string; readonly given: ProgramArguments }
  | { readonly kind: "exit"; readonly code: number };

type State =
  | { readonly kind: "unborn" }
  /** It waits for an order. */
  | { readonly kind: "waiting" }
  | { readonly kind: "busy"; readonly order: Order }
  /** It execed or exited. */
  | { readonly kind: "gone" };

/** One child, from vfork to its exec or end. */
export class BorrowedChild {
  readonly pid: number;
  readonly #changes = new WaitQueue();
  readonly #orders = new WaitQueue();
  readonly #parent: Syscalls;
  #sys: Syscalls | null = null;
  /** Why the last order could not be followed. */
  #refusal: Errno | null = null;
  #state: State = { kind: "unborn" };

  private constructor(parent: Syscalls) {
    this.#parent = parent;
    this.pid = parent.fork((sys) => this.#live(sys));
  }

  /** Forks and waits until the child is there. EAGAIN over `pids.max`. */
  static *begin(parent: Syscalls): Blocking<BorrowedChild> {
    const child = new BorrowedChild(parent);
    yield* child.#settle();
    return child;
  }

  /** The child's system calls. */
  get sys(): Syscalls {
    if (!this.#sys) throw new Error("the child has not begun");
    return this.#sys;
  }

  /** Comes back when the child runs the other program; throws what execve(2) refuses with. */
  *exec(path: string, given: ProgramArguments): Blocking<void> {
    const refusal = yield* this.#follow({ kind: "exec", path, given });
    if (refusal) throw refusal;
  }

  *exit(code: number): Blocking<void> {
    yield* this.#follow({ kind: "exit", code });
  }

  *#follow(order: Order): Blocking<Errno | null> {
    this.#refusal = null;
    this.#state = { kind: "busy", order };
    this.#orders.wakeAll();
    yield* this.#settle();
    return this.#refusal;
  }

  /** The parent is over: nobody will run on in the child's name. */
  desert(): void {
    if (this.#state.kind === "gone") return;
    this.#state = { kind: "busy", order: { kind: "exit", code: 137 } };
    this.#orders.wakeAll();
  }

  /** In the parent: waits for the child. A child that is killed tells nobody, hence the look from time to time. */
  *#settle(): Blocking<void> {
    while (this.#state.kind === "unborn" || this.#state.kind === "busy") {
      const untilMs = this.#parent.clock("monotonic") + lookEveryMs;
      const reason = yield { kind: "wait", on: [this.#changes], untilMs, uninterruptible: true };
      if (reason !== "timeout") continue;
      if (this.#sys === null) {
        // Never ran: then it is as if it could not be made.
        if (yield* this.#parent.wait(this.pid, { noHang: true })) throw new Errno("EAGAIN");
      } else if (isOver(this.#sys)) {
        this.#state = { kind: "gone" };
      }
    }
  }

  /** In the child. */
  *#live(sys: Syscalls): Blocking<number> {
    this.#sys = sys;
    for (;;) {
      this.#change({ kind: "waiting" });
      const order = yield* this.#nextOrder();
      if (order.kind === "exit") {
        this.#change({ kind: "gone" });
        return order.code;
      }
      try {
        yield* this.#tellWhenGone(sys.exec(order.path, order.given));
      } catch (error) {
        if (!(error instanceof Errno)) throw error;
        this.#refusal = error;
      }
    }
  }

  *#nextOrder(): Blocking<Order> {
    for (;;) {
      if (this.#state.kind === "busy") return this.#state.order;
      yield { kind: "wait", on: [this.#orders], uninterruptible: true };
    }
  }

  /** Exec does not come back; that it succeeded shows in its last pause. */
  *#tellWhenGone(exec: Blocking<never>): Blocking<never> {
    let reason: WakeReason = "woken";
    for (;;) {
      const { value: pause } = exec.next(reason);
      if (pause.kind === "gone") this.#change({ kind: "gone" });
      reason = yield pause;
    }
  }

  #change(state: State): void {
    this.#state = state;
    this.#changes.wakeAll();
  }
}

/** Whether a task is dead: its calls throw then. */
function isOver(sys: Syscalls): boolean {
  try {
    sys.getpid();
    return false;
  } catch {
    return true;
  }
}
