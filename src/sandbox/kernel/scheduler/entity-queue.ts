/**
 * Entities by virtual run time: a heap that knows each one's place, so that any can move or leave in logarithmic time.
 * The one that runs stays on its queue. Knows no clock and no policy.
 */
import type { Entity } from "./entity.ts";

/** A queue of entities, the one with the least virtual run time first. */
export class EntityQueue {
  readonly #heap: Entity[] = [];
  #turn = 0;
  #totalWeight = 0;
  #leastMs = 0;

  get size(): number {
    return this.#heap.length;
  }

  get first(): Entity | undefined {
    return this.#heap[0];
  }

  /** In no order. */
  get all(): readonly Entity[] {
    return this.#heap;
  }

  get totalWeight(): number {
    return this.#totalWeight;
  }

  /** The queue's virtual time, in ms: where the least one is, or was. Never goes back. */
  get leastMs(): number {
    return this.#leastMs;
  }

  add(entity: Entity): void {
    entity.queue = this;
    entity.turn = this.#turn++;
    entity.place = this.#heap.length;
    this.#totalWeight += entity.weight;
    this.#heap.push(entity);
    this.#rise(entity);
    this.#advance();
  }

  remove(entity: Entity): void {
    const { place } = entity;
    const last = this.#heap.pop();
    this.#totalWeight -= entity.weight;
    if (last && last !== entity) {
      this.#heap[place] = last;
      last.place = place;
      this.#rise(last);
      this.#sink(last);
    }
    entity.queue = null;
    entity.place = -1;
    this.#advance();
  }

  /** Its virtual run time has grown: it stands behind those that have as much. */
  grown(entity: Entity): void {
    entity.turn = this.#turn++;
    this.#sink(entity);
    this.#advance();
  }

  reweigh(entity: Entity, weight: number): void {
    if (entity.queue === this) this.#totalWeight += weight - entity.weight;
    entity.weight = weight;
  }

  #advance(): void {
    const first = this.#heap[0];
    if (first && first.virtualMs > this.#leastMs) this.#leastMs = first.virtualMs;
  }

  #rise(entity: Entity): void {
    const heap = this.#heap;
    let at = entity.place;
    while (at > 0) {
      const above = heap[(at - 1) >> 1];
      if (!above || !before(entity, above)) break;
      heap[at] = above;
      const free = above.place;
      above.place = at;
      at = free;
    }
    heap[at] = entity;
    entity.place = at;
  }

  #sink(entity: Entity): void {
    const heap = this.#heap;
    let at = entity.place;
    for (;;) {
      const left = heap[2 * at + 1];
      if (!left) break;
      const right = heap[2 * at + 2];
      const least = right && before(right, left) ? right : left;
      if (!before(least, entity)) break;
      heap[at] = least;
      const free = least.place;
      least.place = at;
      at = free;
    }
    heap[at] = entity;
    entity.place = at;
  }
}

function before(one: Entity, other: Entity): boolean {
  return one.virtualMs < other.virtualMs || (one.virtualMs === other.virtualMs && one.turn < other.turn);
}
