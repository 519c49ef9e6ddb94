/** Follows its element's width, so that a chart is drawn for the room it has and its text keeps its size. */
import type { LitElement, ReactiveController } from "lit";

const usualPx = 560;

/** Asks its element to update when it became wider or narrower. */
export class WidthController implements ReactiveController {
  readonly #host: LitElement;
  readonly #observer: ResizeObserver;
  #widthPx = usualPx;

  constructor(host: LitElement) {
    this.#host = host;
    this.#observer = new ResizeObserver(([entry]) => {
      const widthPx = Math.round(entry?.contentRect.width ?? 0);
      if (widthPx === 0 || widthPx === this.#widthPx) return;
      this.#widthPx = widthPx;
      host.requestUpdate();
    });
    host.addController(this);
  }

  /** In CSS pixels. */
  get widthPx(): number {
    return this.#widthPx;
  }

  hostConnected(): void {
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer.disconnect();
  }
}
