/**
 * The diagram on the screen: SVG that is a tree to the keyboard and to screen readers. Draws what it is given and tells
 * what was chosen; knows no machine.
 */
import { css, html, LitElement, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { base } from "../styles/shared.ts";
import type { AnatomyDrawing, DrawnBox, Shape } from "./anatomy-drawing.ts";

/** `<gh-anatomy-diagram .drawing=${drawing} chosen=${id}>`; fires `gh-box-chosen`. */
@customElement("gh-anatomy-diagram")
export class GhAnatomyDiagram extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      svg {
        display: block;
        overflow: visible;
        font-family: var(--gh-font);
        user-select: none;
      }
      [role="treeitem"] {
        cursor: pointer;
        outline: none;
      }
      :host([fit]) svg {
        width: 100%;
        height: auto;
      }
      .words {
        pointer-events: none;
      }
      [role="treeitem"]:hover .frame {
        fill-opacity: 0.26;
      }
      [aria-selected="true"] .frame {
        stroke-width: 2.5;
        stroke-dasharray: none;
      }
      [role="treeitem"]:focus-visible .frame {
        stroke: var(--gh-focus);
        stroke-width: 3;
        stroke-dasharray: none;
      }
      :host([fit]) .frame {
        vector-effect: non-scaling-stroke;
      }
    `,
  ];

  @property({ attribute: false }) drawing: AnatomyDrawing | null = null;
  /** Drawn as wide as there is room, however small that makes it. */
  @property({ type: Boolean, reflect: true }) fit = false;
  /** The box whose panel is open. */
  @property() chosen: string | null = null;
  /** The one box that the Tab key comes to. */
  @state() private current: string | null = null;

  #hadFocus = false;

  /** Gives the keyboard to the box that had it. */
  override focus(): void {
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<SVGGElement>('[role="treeitem"][tabindex="0"]')?.focus(),
    );
  }

  protected override willUpdate(): void {
    this.#hadFocus = this.renderRoot.querySelector(":focus") !== null;
  }

  // A box that had the keyboard may have gone with its machine.
  protected override updated(): void {
    if (this.#hadFocus && !this.renderRoot.querySelector(":focus")) this.focus();
  }

  protected override render(): TemplateResult | typeof nothing {
    const { drawing } = this;
    if (!drawing) return nothing;
    const { width, height, boxes, labels } = drawing;
    // Beside the boxes, not in them: a box's name says all of what is cut short here.
    const words = [...boxes.flatMap(({ shapes }) => shapes.slice(1)), ...labels];
    const current = this.#currentOf(boxes);
    return html`<svg
      role="tree"
      aria-label="Layers of the host, each standing on the one before"
      width=${width}
      height=${height}
      viewBox="0 0 ${width} ${height}"
      @keydown=${this.#keyed}
    >
      ${repeat(
        boxes,
        ({ placed }) => placed.box.id,
        (drawn) => this.#box(drawn, current),
      )}
      <g class="words" aria-hidden="true">${words.map((shape) => shapeTemplate(shape))}</g>
    </svg>`;
  }

  #box({ placed, name, shapes }: DrawnBox, current: string | null): SVGTemplateResult {
    const { box, level, position, siblings } = placed;
    const [frame] = shapes;
    return svg`<g
      role="treeitem"
      data-box=${box.id}
      aria-label=${name}
      aria-level=${level}
      aria-posinset=${position}
      aria-setsize=${siblings}
      aria-selected=${box.id === this.chosen}
      tabindex=${box.id === current ? 0 : -1}
      @click=${() => this.#choose(box.id)}
      @focus=${() => (this.current = box.id)}
    >${shapeTemplate(frame, "frame")}</g>`;
  }

  #currentOf(boxes: readonly DrawnBox[]): string | null {
    const known = boxes.some(({ placed }) => placed.box.id === this.current);
    return known ? this.current : (boxes[0]?.placed.box.id ?? null);
  }

  #choose(id: string): void {
    this.current = id;
    this.dispatchEvent(new CustomEvent("gh-box-chosen", { detail: id, bubbles: true, composed: true }));
  }

  /** As in the tree pattern of the ARIA Authoring Practices, with nothing to fold. */
  readonly #keyed = (event: KeyboardEvent): void => {
    const boxes = this.drawing?.boxes ?? [];
    const current = this.#currentOf(boxes);
    const at = boxes.findIndex(({ placed }) => placed.box.id === current);
    const here = boxes[at]?.placed;
    if (!here || event.ctrlKey || event.altKey || event.metaKey) return;
    const goals: Readonly<Record<string, string | undefined>> = {
      ArrowDown: boxes[at + 1]?.placed.box.id,
      ArrowUp: boxes[at - 1]?.placed.box.id,
      ArrowRight: here.box.children[0]?.id,
      ArrowLeft: here.parentId ?? undefined,
      Home: boxes[0]?.placed.box.id,
      End: boxes.at(-1)?.placed.box.id,
    };
    if (event.key === "Enter" || event.key === " ") this.#choose(here.box.id);
    else if (event.key in goals) this.#go(goals[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #go(id: string | undefined): void {
    if (id === undefined) return;
    this.current = id;
    this.focus();
  }
}

function shapeTemplate(shape: Shape, name = ""): SVGTemplateResult {
  if (shape.shape === "text") {
    const { x, y, size, bold, ink, text, keeps } = shape;
    const kept = keeps
      ? `transform: translateX(clamp(0px, var(--gh-scrolled, 0px) - ${Math.floor(keeps.from)}px, ${Math.floor(keeps.slack)}px))`
      : nothing;
    return svg`<text style=${kept} x=${x} y=${y} font-size=${size} font-weight=${bold ? 600 : 400} fill="var(${ink})">${text}</text>`;
  }
  const { x, y, width, height, radius, fill, fillOpacity, stroke, dashed } = shape;
  return svg`<rect
    class=${name}
    x=${x}
    y=${y}
    width=${width}
    height=${height}
    rx=${radius}
    fill="var(${fill})"
    fill-opacity=${fillOpacity}
    stroke=${stroke ? `var(${stroke})` : "none"}
    stroke-dasharray=${dashed ? "4 3" : "none"}
  />`;
}

declare global {
  interface HTMLElementEventMap {
    /** A box of the diagram was chosen: its id. */
    "gh-box-chosen": CustomEvent<string>;
  }
  interface HTMLElementTagNameMap {
    "gh-anatomy-diagram": GhAnatomyDiagram;
  }
}
