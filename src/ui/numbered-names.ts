/**
 * Names for several machines that are asked for at once: the one name and a number. Pure.
 */

/** A host name's label (RFC 1123). */
const mostNameCharacters = 63;

/** The name of the machine `number` of `count`; a single one has the name itself, and none has none. */
export function numberedName(
  name: string | undefined,
  number: number,
  count: number,
): { readonly name?: string } {
  if (name === undefined) return {};
  return { name: count > 1 ? `${name}-${number}` : name };
}

/** Why `name` cannot be numbered up to `count`, or `null`; `what` are guests or sandboxes. */
export function unfitNames(
  name: string | undefined,
  count: number,
  what: string,
  isTaken: (name: string) => boolean,
): string | null {
  if (name === undefined || count < 2) return null;
  const longest = mostNameCharacters - `-${count}`.length;
  if (name.length > longest)
    return `"${name}" is too long to be numbered: use at most ${longest} characters for ${count} ${what}.`;
  const numbered = Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
  const taken = numbered.find(isTaken);
  return taken === undefined
    ? null
    : `There is a machine named "${taken}" already: choose another name for these.`;
}
