/**
 * Makes CPU weights hold among guests: the browser's operating system gives every thread alike, so while cores are short
 * those that got more than their weight is worth are held to it. Pure: fed with running totals, gives grants. How it
 * works and what it does not decide is in README.md.
 */

/** Running totals of a guest, in ms, at `atMs`. */
export interface GovernedTotals {
  readonly atMs: number;
  readonly cpuMs: number;
  readonly stealMs: number;
  readonly governedMs: number;
}

/** A guest that runs. */
export interface GovernedGuest {
  readonly id: string;
  readonly weight: number;
  /** Cores that it gets at most: its cap, or 1. */
  readonly mostCores: number;
  readonly totals: GovernedTotals;
}

/** What a guest did since it was last seen, in cores. */
interface Use {
  readonly guest: GovernedGuest;
  readonly used: number;
  /** What it would have taken if nobody had kept it from it. */
  readonly wanted: number;
  /** It waited for a core that others had. */
  readonly starved: boolean;
}

/**
 * Waiting that counts, in cores and beside what was used. Less of it counts while somebody is held back: with what we
 * withhold the others wait little, and to let go at every lull would let the parts swing.
 */
const starving = {
  atFirst: { cores: 0.05, part: 0.1 },
  whileHolding: { cores: 0.02, part: 0.04 },
} as const;
/** An idle guest's weight is no matter. */
const leastWanted = 0.05;
/** Up to this much more than its part is let be. */
const tolerance = 1.05;
/** The level follows what it is to be by half. When nobody waits it rises by this, and by as much more every time. */
const following = 0.5;
const rising = 1.06;
/** Less is granted to nobody. */
const leastGrant = 0.02;

/** Grants for all guests of a host. */
export class CpuGovernor {
  #seen = new Map<string, GovernedTotals>();
  #grants = new Map<string, number>();
  /** Cores for each unit of weight; `null` while nobody needs to be held back. */
  #level: number | null = null;
  /** For so many times on end nobody waited. */
  #lull = 0;

  /** What each guest is to be held to, in cores; those that are not in it are not to be. */
  govern(guests: readonly GovernedGuest[]): ReadonlyMap<string, number> {
    const uses = guests.flatMap((guest) => this.#use(guest));
    this.#seen = new Map(guests.map(({ id, totals }) => [id, totals]));
    const wanting = uses.filter(({ wanted }) => wanted > leastWanted);
    this.#level = weightsDiffer(wanting) ? this.#nextLevel(wanting) : null;
    this.#grants = this.#level === null ? new Map() : grants(uses, this.#level);
    if (this.#grants.size === 0) this.#level = null;
    return this.#grants;
  }

  #use(guest: GovernedGuest): readonly Use[] {
    const before = this.#seen.get(guest.id);
    const { totals } = guest;
    const elapsedMs = totals.atMs - (before?.atMs ?? totals.atMs);
    if (!before || elapsedMs <= 0 || totals.cpuMs < before.cpuMs) return [];
    const used = (totals.cpuMs - before.cpuMs) / elapsedMs;
    const steal = (totals.stealMs - before.stealMs) / elapsedMs;
    const governed = (totals.governedMs - before.governedMs) / elapsedMs;
    const grant = this.#grants.get(guest.id);
    const least = this.#level === null ? starving.atFirst : starving.whileHolding;
    // One that is held back by its grant waits for us, whatever it waited for beside that.
    const free = grant === undefined || used * tolerance < grant;
    return [
      {
        guest,
        used,
        wanted: Math.max(used, Math.min(guest.mostCores, used + steal + governed)),
        starved: free && steal > Math.max(least.cores, least.part * used),
      },
    ];
  }

  #nextLevel(wanting: readonly Use[]): number | null {
    this.#lull = wanting.some((use) => use.starved) ? 0 : this.#lull + 1;
    if (this.#lull > 0) return this.#level === null ? null : this.#level * rising ** this.#lull;
    const level = evenLevel(wanting);
    if (this.#level !== null) return this.#level + (level - this.#level) * following;
    return wanting.some((use) => levelOf(use) > level * tolerance) ? level : null;
  }
}

/** The level at which the cores that all have now are theirs by weight, and nobody has more than it wants. */
function evenLevel(uses: readonly Use[]): number {
  let cores = uses.reduce((sum, { used }) => sum + used, 0);
  let weights = uses.reduce((sum, { guest }) => sum + guest.weight, 0);
  const byNeed = uses.toSorted((a, b) => a.wanted / a.guest.weight - b.wanted / b.guest.weight);
  for (const { wanted, guest } of byNeed.slice(0, -1)) {
    if (wanted / guest.weight >= cores / weights) break;
    cores -= wanted;
    weights -= guest.weight;
  }
  return cores / weights;
}

/** What it got for each unit of its weight. */
function levelOf({ used, guest }: Use): number {
  return used / guest.weight;
}

function weightsDiffer(uses: readonly Use[]): boolean {
  return uses.some(({ guest }) => guest.weight !== uses[0]?.guest.weight);
}

function grants(uses: readonly Use[], level: number): Map<string, number> {
  return new Map(
    uses.flatMap((use): readonly (readonly [string, number])[] => {
      const { id, weight, mostCores } = use.guest;
      const part = Math.max(leastGrant, level * weight);
      // Those that wait for others are what the level comes from: to hold them too would let it sink.
      const waits = use.starved && levelOf(use) <= level * tolerance;
      return waits || part >= mostCores ? [] : [[id, part]];
    }),
  );
}
