/**
 * The diagram of a playground, kept up to date while its element is seen: drawn anew when a machine changes or has told
 * something, and asking nobody while the page is hidden.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { systemClock } from "../../base/clock.ts";
import { Disposables } from "../../base/disposable.ts";
import type { AnatomyBox } from "../../playground/anatomy/anatomy-box.ts";
import { anatomyOf } from "../../playground/anatomy/anatomy-of.ts";
import { browserWords } from "../../playground/anatomy/browser-words.ts";
import { Surveys } from "../../playground/anatomy/surveys.ts";
import { takePicture } from "../../playground/anatomy/take-picture.ts";
import type { HostPicture } from "../../playground/anatomy/host-picture.ts";
import type { Playground } from "../../playground/playground.ts";
import { MachinesController } from "../controllers/machines-controller.ts";
import { EvtController } from "../controllers/evt-controller.ts";

interface Watching {
  readonly surveys: Surveys;
  readonly life: Disposables;
}

/** Asks its element to update with each change. */
export class AnatomyController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #playground: () => Playground | undefined;
  #watching: Watching | null = null;
  #connected = false;

  constructor(host: ReactiveControllerHost, playground: () => Playground | undefined) {
    this.#host = host;
    this.#playground = playground;
    host.addController(this);
    void new MachinesController(host, playground, () => this.#changed());
    void new EvtController(
      host,
      () => playground()?.hostSystem.onDidChange,
      () => this.#changed(),
    );
  }

  /** What runs now; `null` before there is a playground. */
  get picture(): HostPicture | null {
    const playground = this.#playground();
    if (!playground || !this.#watching) return null;
    return takePicture(playground, this.#watching.surveys.learned, browserWords(navigator));
  }

  /** The same as boxes. */
  get root(): AnatomyBox | null {
    const { picture } = this;
    return picture && anatomyOf(picture);
  }

  hostConnected(): void {
    this.#connected = true;
    document.addEventListener("visibilitychange", this.#follow);
    this.#follow();
  }

  // A playground from a context comes only with the first update.
  hostUpdate(): void {
    if (this.#connected && !this.#watching) this.#follow();
  }

  hostDisconnected(): void {
    this.#connected = false;
    document.removeEventListener("visibilitychange", this.#follow);
    this.#watching?.life[Symbol.dispose]();
    this.#watching = null;
  }

  #changed(): void {
    if (!document.hidden) this.#watching?.surveys.look();
    this.#host.requestUpdate();
  }

  readonly #follow = (): void => {
    const playground = this.#playground();
    if (!playground || !this.#connected) return;
    this.#watching ??= this.#begin(playground);
    if (document.hidden) this.#watching.surveys.rest();
    else this.#watching.surveys.watch();
  };

  #begin(playground: Playground): Watching {
    const life = new Disposables();
    const surveys = life.add(new Surveys(playground, systemClock));
    life.add(surveys.onDidChange.listen(() => this.#host.requestUpdate()));
    return { surveys, life };
  }
}
