/**
 * What characters measure in the terminal's face, known once for all terminals: xterm's DOM renderer has the browser lay
 * out the page anew for every character that a terminal shows first. Knows xterm's measuring elements by their class; a
 * version without them measures for itself.
 */

const measuring = ".xterm-width-cache-measure-container span";
const widths = new Map<string, number>();

/** How often xterm repeats a character to measure it (`WidthCacheSettings.REPEAT`). */
const measuredTimes = 32;

/** Has the measuring elements within `host`, a terminal that is open, answer from what was measured before. */
export function shareWidths(host: HTMLElement): void {
  for (const element of host.querySelectorAll<HTMLElement>(measuring)) {
    let text = "";
    Object.defineProperties(element, {
      textContent: {
        get: () => text,
        set: (given: string) => {
          text = given;
        },
      },
      offsetWidth: { get: () => widthOf(element, text) },
    });
  }
}

/** Measures `characters` in regular and bold type for all terminals to come, with the help of one that is open. */
export function measureAhead(host: HTMLElement, characters: string): void {
  for (const element of [...host.querySelectorAll<HTMLElement>(measuring)].slice(0, 2))
    for (const character of characters) widthOf(element, character.repeat(measuredTimes));
}

/** In CSS pixels, rounded as `offsetWidth` is. */
function widthOf(element: HTMLElement, text: string): number {
  const key = keyOf(element, text);
  const known = widths.get(key);
  if (known !== undefined) return known;
  element.replaceChildren(text);
  const width = Math.round(element.getBoundingClientRect().width);
  // Nothing has a width while it is not shown. What else a machine may print is without end.
  if (width > 0 && text.length === measuredTimes && text < "\u{100}") widths.set(key, width);
  return width;
}

function keyOf(element: HTMLElement, text: string): string {
  const { fontFamily, fontSize } = element.parentElement?.style ?? element.style;
  const { fontWeight, fontStyle } = element.style;
  return [fontFamily, fontSize, fontWeight, fontStyle, devicePixelRatio, text].join("|");
}
