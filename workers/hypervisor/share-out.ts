/**
 * Divides a sum among claims by weight where none may take more than it has room for. Pure.
 */

/** What one may take: by its weight beside the others', and no more than `room`. */
export interface Claim {
  readonly weight: number;
  readonly room: number;
}

/** What each of `claims` gets of `total`; what none has room for is left over. */
export function shareOut(total: number, claims: readonly Claim[]): number[] {
  const shares = claims.map(() => 0);
  let left = total;
  let open = claims.map((claim, at) => ({ ...claim, at })).filter(({ room }) => room > 0);
  while (open.length > 0 && left > 0) {
    const weights = open.reduce((sum, { weight }) => sum + weight, 0);
    const part = left / weights;
    const full = open.filter(({ room, weight }) => room <= part * weight);
    for (const { at, room, weight } of full.length > 0 ? full : open) {
      const share = full.length > 0 ? room : part * weight;
      shares[at] = share;
      left -= share;
    }
    if (full.length === 0) break;
    open = open.filter((claim) => !full.includes(claim));
  }
  return shares;
}
