/**
 * Executes the layer table on a file's source: reads its imports with a parser and says which break a rule.
 */
import path from "node:path";
import { parseSync } from "vite";
import { layerTable, packageTable, typesOnly } from "./layer-table.ts";

/** One import, re-export, dynamic import, import type or `new URL(…, import.meta.url)`. */
interface Reference {
  readonly specifier: string;
  readonly kind: "import" | "type" | "url";
}

/** What `source` refers to, in order. */
function referencesOf(file: string, source: string): readonly Reference[] {
  const { program, module, errors } = parseSync(file, source, { lang: "ts" });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const fromImports = module.staticImports.map(({ moduleRequest, entries }) => ({
    specifier: moduleRequest.value,
    kind:
      entries.length > 0 && entries.every(({ isType }) => isType) ? ("type" as const) : ("import" as const),
  }));
  const fromExports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) =>
      moduleRequest
        ? [{ specifier: moduleRequest.value, kind: isType ? ("type" as const) : ("import" as const) }]
        : [],
    ),
  );
  return [...fromImports, ...fromExports, ...fromExpressions(program)];
}

/** The rules that `source`, at `file` (relative to the root, with slashes), breaks: file, import and rule in words. */
export function brokenRules(file: string, source: string): readonly string[] {
  const layer = layerOf(file);
  if (layer === null) return [`${file}: its folder is not in the layer table`];
  return referencesOf(file, source).flatMap(({ specifier, kind }) => {
    const rule = specifier.startsWith(".")
      ? brokenByPath(layer, path.posix.join(path.posix.dirname(file), specifier), kind)
      : brokenByPackage(file, specifier);
    return rule === null ? [] : [`${file}: ${kind} "${specifier}": ${rule}`];
  });
}

/** The row of the table that `file` belongs to. */
export function layerOf(file: string): string | null {
  const [top = "", second = ""] = file.split("/");
  if (top !== "src") return top in layerTable ? top : null;
  const folder = file.split("/").length > 2 ? `src/${second}` : "src";
  return folder in layerTable ? folder : null;
}

function brokenByPath(layer: string, target: string, kind: Reference["kind"]): string | null {
  if (target.startsWith("workers/") && layer !== "workers") {
    const spawns = kind === "url" && target.endsWith(".worker.ts");
    return spawns ? null : "code of workers is reached by new URL('….worker.ts') alone";
  }
  const to = layerOf(target);
  if (to === null) return `${target} is in no layer`;
  if (to === layer) return null;
  const allowed = layerTable[layer] ?? [];
  if (!allowed.includes(to)) {
    return `${layer} may import ${allowed.length > 0 ? allowed.join(", ") : "nothing"}, not ${to}`;
  }
  const wantsTypes = typesOnly.some(([from, only]) => from === layer && only === to);
  return wantsTypes && kind !== "type" ? `${layer} may import types alone from ${to}` : null;
}

function brokenByPackage(file: string, specifier: string): string | null {
  const places =
    packageTable[specifier] ??
    Object.entries(packageTable).find(([name]) => specifier.startsWith(`${name}/`))?.[1];
  if (!places) return "this library is not in the package table";
  if (places.some((place) => file === place || file.startsWith(`${place}/`))) return null;
  // An entry such as workers/guest.worker.ts belongs to the folder of its name.
  if (places.some((place) => file === `${place}.worker.ts`)) return null;
  return `only ${places.join(", ")} may use it`;
}

/** Dynamic imports, import types and asset addresses, which only the syntax tree shows. */
function fromExpressions(node: unknown): readonly Reference[] {
  if (Array.isArray(node)) return node.flatMap(fromExpressions);
  if (!isNode(node)) return [];
  const here = referenceOf(node);
  return [...(here ? [here] : []), ...Object.values(node).flatMap(fromExpressions)];
}

function referenceOf(node: SyntaxNode): Reference | null {
  switch (node.type) {
    case "ImportExpression":
      return reference(node["source"], "import");
    case "TSImportType":
      return reference(node["source"] ?? node["argument"], "type");
    case "NewExpression": {
      const callee = node["callee"];
      const [address, base] = Array.isArray(node["arguments"]) ? node["arguments"] : [];
      const isUrl = isNode(callee) && callee["name"] === "URL" && isNode(base);
      return isUrl && base.type === "MemberExpression" ? reference(address, "url") : null;
    }
    default:
      return null;
  }
}

function reference(literal: unknown, kind: Reference["kind"]): Reference | null {
  if (!isNode(literal)) return null;
  const value = literal["value"];
  return typeof value === "string" ? { specifier: value, kind } : null;
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
