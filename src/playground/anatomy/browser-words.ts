/**
 * What the page can truly tell of what is under it: the browser by its own account, and the system that it names.
 */

/** In words; `null` is what the browser does not tell. */
export interface BrowserWords {
  /** With its version: "Chromium 156". */
  readonly browser: string | null;
  /** The operating system as far as it is told: "Linux". */
  readonly platform: string | null;
}

/** The part of `navigator` that is read (User-Agent Client Hints, wicg.github.io/ua-client-hints). */
export interface BrowserNavigator {
  readonly userAgent: string;
  readonly userAgentData?: {
    readonly brands: readonly { readonly brand: string; readonly version: string }[];
    readonly platform: string;
    readonly mobile: boolean;
    getHighEntropyValues?(hints: readonly string[]): Promise<Readonly<Record<string, unknown>>>;
  };
}

/** By client hints where there are some, else out of the user agent's string. */
export function browserWords({ userAgent, userAgentData }: BrowserNavigator): BrowserWords {
  if (userAgentData) {
    // One of the brands is made up, so that nobody relies on the list ("GREASE").
    const real = userAgentData.brands.filter(({ brand }) => !/not.{0,3}a.{0,3}brand/i.test(brand));
    const named = real.find(({ brand }) => brand !== "Chromium") ?? real[0];
    return {
      browser: named ? `${named.brand} ${named.version}` : null,
      platform: userAgentData.platform || null,
    };
  }
  return { browser: browserIn(userAgent), platform: platformIn(userAgent) };
}

function browserIn(userAgent: string): string | null {
  const found =
    /(Firefox)\/(\d+)/.exec(userAgent) ??
    /(Edg)[A-Z]?\w*\/(\d+)/.exec(userAgent) ??
    /(Chrome|Chromium)\/(\d+)/.exec(userAgent);
  if (found) return `${found[1] === "Edg" ? "Edge" : found[1]} ${found[2]}`;
  const safari = /Version\/(\d+).*Safari/.exec(userAgent);
  return safari ? `Safari ${safari[1]}` : null;
}

function platformIn(userAgent: string): string | null {
  const names: readonly (readonly [pattern: RegExp, name: string])[] = [
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Windows/, "Windows"],
    [/Mac OS X/, "macOS"],
    [/CrOS/, "ChromeOS"],
    [/Linux/, "Linux"],
  ];
  return names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null;
}
