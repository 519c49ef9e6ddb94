/**
 * What the page can truly tell of the hardware and the browser under it. Both are told by the browser, which rounds and
 * hides on purpose: each fact says so.
 */
import type { HostCapacity } from "../../host-capacity.ts";
import type { BrowserNavigator } from "../browser-words.ts";
import { browserWords } from "../browser-words.ts";
import type { FactSection } from "./fact.ts";

const hints = ["architecture", "bitness", "fullVersionList", "model", "platformVersion"];

/** What is asked of the browser for the lowest two boxes. */
export interface HostSource {
  readonly capacity: HostCapacity;
  readonly navigator: BrowserNavigator;
  readonly crossOriginIsolated: boolean;
}

/** Cores and memory, and what of them machines may have. */
export async function hardwareFacts({ capacity, navigator }: HostSource): Promise<readonly FactSection[]> {
  const more = await highEntropy(navigator);
  const words = (name: string): string => {
    const value = more[name];
    return typeof value === "string" && value !== "" ? value : "not told";
  };
  return [
    {
      kind: "facts",
      title: "As the browser tells it",
      source: "navigator",
      facts: [
        {
          term: "Cores",
          value: String(capacity.cores),
          how: "navigator.hardwareConcurrency: logical processors, and no more than the browser likes to tell.",
        },
        {
          term: "Memory",
          value:
            capacity.deviceMemoryGiB === undefined ? "not told" : `about ${capacity.deviceMemoryGiB} GiB`,
          how: "navigator.deviceMemory: rounded to a power of two, and capped.",
        },
        {
          term: "Architecture",
          value: `${words("architecture")}${more["bitness"] ? `, ${words("bitness")} bits` : ""}`,
          how: "User agent client hints.",
        },
        { term: "Model", value: words("model"), how: "User agent client hints; told of phones as a rule." },
      ],
    },
    {
      kind: "facts",
      title: "What machines may have of it",
      source: "this page’s budget",
      facts: [
        {
          term: "Memory for machines",
          value: `${capacity.memoryMiB} MiB`,
          how: "Half of what the browser tells; 2048 MiB where it tells nothing.",
        },
        { term: "Left for the next guest", value: `${capacity.freeForGuestMiB} MiB` },
      ],
    },
  ];
}

/** The browser, and the kernel that it runs on as far as it tells. */
export async function browserFacts({
  navigator,
  crossOriginIsolated,
}: HostSource): Promise<readonly FactSection[]> {
  const more = await highEntropy(navigator);
  const { browser, platform } = browserWords(navigator);
  const version = more["platformVersion"];
  return [
    {
      kind: "facts",
      title: "As the browser tells it",
      source: "navigator.userAgentData, navigator.userAgent",
      facts: [
        { term: "Browser", value: fullVersion(more["fullVersionList"]) ?? browser ?? "not told" },
        {
          term: "Operating system",
          value: `${platform ?? "not told"}${typeof version === "string" && version ? ` ${version}` : ""}`,
          how: "A page cannot ask the kernel under the browser anything: this is all that it can know of it.",
        },
        {
          term: "Cross-origin isolated",
          value: crossOriginIsolated ? "yes" : "no",
          how: "Whether the page may use fine clocks and memory shared between threads.",
        },
      ],
    },
    { kind: "text", title: "User agent", source: "navigator.userAgent", text: navigator.userAgent },
  ];
}

/** What the browser tells only when asked; nothing where it does not. */
async function highEntropy({ userAgentData }: BrowserNavigator): Promise<Readonly<Record<string, unknown>>> {
  // A browser may refuse, which tells as little as one that does not know the question.
  return (await userAgentData?.getHighEntropyValues?.(hints).catch(() => undefined)) ?? {};
}

function fullVersion(list: unknown): string | null {
  if (!Array.isArray(list)) return null;
  const brands = list.flatMap((each: unknown) => {
    const { brand, version } = (each ?? {}) as { readonly brand?: unknown; readonly version?: unknown };
    return typeof brand === "string" && typeof version === "string" && !/not.{0,3}a.{0,3}brand/i.test(brand)
      ? [`${brand} ${version}`]
      : [];
  });
  return brands.length > 0 ? brands.join(", ") : null;
}
