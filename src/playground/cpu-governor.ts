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
  /** It waited for a core that others had. */
  readonly starved: boolean;
  /** It wanted to run whenever it could. */
  readonly wanting: boolean;
}

/** A guest that waits less than this was not kept from anything, in cores. */
const leastSteal = 0.05;
/** An idle guest's weight is no matter. */
const leastWanted = 0.05;
/** Up to this much more than its part is let be. */
const tolerance = 1.05;
/** The level follows what it is to be by half, and rises so much when nobody waits. */
const following = 0.5;
const rising = 1.15;
/** Less is granted to nobody. */
const leastGrant = 0.02;

/** Grants for all guests of a host. */
export class CpuGovernor {
  #seen = new Map<string, GovernedTotals>();
  #grants = new Map<string, number>();
  /** Cores for each unit of weight; `null` while nobody needs to be held back. */
  #level: number | null = null;

  /** What each guest is to be held to, in cores; those that are not in it are not to be. */
  govern(guests: readonly GovernedGuest[]): ReadonlyMap<string, number> {
    const uses = guests.flatMap((guest) => this.#use(guest));
    this.#seen = new Map(guests.map(({ id, totals }) => [id, totals]));
    const wanting = uses.filter((use) => use.wanting);
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
    // One that is held back by its grant waits for us, whatever it waited for beside that.
    const free = grant === undefined || used * tolerance < grant;
    return [
      {
        guest,
        used,
        starved: free && steal > leastSteal && steal > used / 10,
        wanting: used + steal + governed > leastWanted,
      },
    ];
  }

  #nextLevel(wanting: readonly Use[]): number | null {
    const starved = wanting.filter((use) => use.starved);
    if (starved.length === 0) return this.#level === null ? null : this.#level * rising;
    const level = Math.min(...starved.map(levelOf));
    if (this.#level !== null) return this.#level + (level - this.#level) * following;
    return wanting.some((use) => levelOf(use) > level * tolerance) ? level : null;
  }
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
