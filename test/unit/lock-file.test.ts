import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

interface LockedPackage {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe("the lock file", () => {
  // npm leaves out what a registry does not have, says nothing, and then refuses its own file in `npm ci`.
  it("knows every optional dependency that a package names, those for other systems, too", async () => {
    const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
      await readFile(new URL("../../package-lock.json", import.meta.url), "utf8"),
    );
    const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter(
          (name) =>
            !(`node_modules/${name}` in lock.packages || `${place}/node_modules/${name}` in lock.packages),
        )
        .map((name) => `${place} wants ${name}`),
    );
    expect(missing).toEqual([]);
  });
});
