/** What a page can tell of its browser: name and version, and what it fetched. */
import type { Download } from "./experiment-host.ts";

/** What of `navigator` is asked; brands exist where User-Agent Client Hints do. */
type BrowserNavigator = Pick<Navigator, "userAgent"> & {
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
  };
};

/** `Chromium 156`; the whole user agent's name where nothing better can be told. */
export function browserName({ userAgent, userAgentData }: BrowserNavigator): string {
  // One brand is made up, so that nobody relies on the list (the specification's GREASE).
  const brands = userAgentData?.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand)) ?? [];
  const brand = brands.find((each) => each.brand !== "Chromium") ?? brands[0];
  if (brand) return `${brand.brand} ${brand.version}`;
  const [, name, version] = /(Firefox|Edg|Chrome|Version)\/([\d.]+)/.exec(userAgent) ?? [];
  if (name === undefined || version === undefined) return userAgent;
  return `${name === "Version" ? "Safari" : name} ${version}`;
}

/**
 * What the page fetched from addresses that match, by the browser's own account of its transfers (Resource Timing):
 * as it was sent, compressed. Nothing where the browser does not tell.
 */
export function pageFetched(title: string, pattern: RegExp): readonly Download[] {
  const entries = performance
    .getEntriesByType("resource")
    .filter((entry): entry is PerformanceResourceTiming => entry instanceof PerformanceResourceTiming);
  const sizes = new Map(
    entries
      .filter(({ name, encodedBodySize }) => pattern.test(new URL(name).pathname) && encodedBodySize > 0)
      .map(({ name, encodedBodySize }) => [name, encodedBodySize]),
  );
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return bytes > 0 ? [{ title, bytes }] : [];
}
