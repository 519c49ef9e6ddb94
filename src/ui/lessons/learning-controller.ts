/**
 * What the root element does for learning: shows what is asked for, has the lesson panel's code when a lesson is open,
 * and opens what came with the page's address. Their code comes when it is first needed.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Failure } from "../../base/failure.ts";
import { report } from "../../base/report.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import type { Notices } from "../notices.ts";
import type { Workspace } from "../workspace.ts";
import type { LessonDesk } from "./lesson-desk.ts";
import type { ShowWish } from "./show-target-event.ts";

/** The root element, as far as learning concerns it. */
export interface LearningHost extends ReactiveControllerHost, HTMLElement {
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly playground: Playground;
  readonly workspace: Workspace;
  readonly commands: Commands;
  readonly desk: LessonDesk;
}

/** Belongs to the root element. */
export class LearningController implements ReactiveController {
  readonly #host: LearningHost;
  readonly #notices: Notices;
  #listening: Disposable | null = null;

  constructor(host: LearningHost, notices: Notices) {
    this.#host = host;
    this.#notices = notices;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = this.#host.desk.onDidChange.listen(() => this.#deskChanged());
    this.#host.addEventListener("gh-show-target", this.#show);
    addEventListener("hashchange", this.#openAddress);
    this.#openAddress();
  }

  hostDisconnected(): void {
    this.#listening?.[Symbol.dispose]();
    this.#host.removeEventListener("gh-show-target", this.#show);
    removeEventListener("hashchange", this.#openAddress);
  }

  #deskChanged(): void {
    this.#host.requestUpdate();
    if (this.#host.desk.open) void import("./gh-lesson-panel.ts");
  }

  readonly #show = ({ detail }: CustomEvent<ShowWish>): void => {
    this.#fulfil(detail).catch(report);
  };

  async #fulfil({ target, missing }: ShowWish): Promise<void> {
    const [{ showTarget, targetMachine }, { addPlanned }, { arrangement }] = await Promise.all([
      import("../learn/show-target.ts"),
      import("../state-link/add-planned.ts"),
      import("../../playground/learning/arrangements.ts"),
    ]);
    const { renderRoot: root, playground, workspace, commands } = this.#host;
    const isOfMachine = target.kind === "machine" || target.kind === "machine-box";
    if (missing === "make" && isOfMachine && targetMachine(target, playground) === null) {
      const refusal = await addPlanned(arrangement(target.of).plan, commands);
      if (refusal !== null) {
        this.#notices.tell(refusal);
        return;
      }
    }
    const shown = await showTarget(target, {
      root,
      playground,
      workspace,
      openDialog: (dialog) => this.#host.dispatchEvent(new Event(`gh-add-${dialog}-dialog`)),
    });
    if (!shown) this.#notices.tell("There is no such machine yet. Make one, and it can be shown.");
  }

  readonly #openAddress = (): void => {
    if (location.hash.length < 2) return;
    this.#open(location.hash).catch((error: unknown) => {
      if (error instanceof Failure) this.#notices.tell(`The link cannot be opened. ${error.message}`);
      else report(error);
    });
  };

  async #open(hash: string): Promise<void> {
    const { openAddress } = await import("../state-link/open-address.ts");
    const { renderRoot, playground, workspace, commands, desk } = this.#host;
    const tell = (words: string): void => this.#notices.tell(words);
    await openAddress(hash, { renderRoot, playground, workspace, commands, desk, tell });
  }
}
