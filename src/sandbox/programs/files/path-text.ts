/** Paths as text: their last part and what is before it, as basename(1) and dirname(1) take them. */

/** The last part; `/` of the root. */
export function baseName(path: string): string {
  const bare = path.replace(/\/+$/u, "");
  return bare === "" ? (path === "" ? "" : "/") : bare.slice(bare.lastIndexOf("/") + 1);
}

/** What is before the last part; `.` where there is nothing. */
export function directoryName(path: string): string {
  const bare = path.replace(/\/+$/u, "");
  if (bare === "") return path === "" ? "." : "/";
  const slash = bare.lastIndexOf("/");
  return slash < 0 ? "." : bare.slice(0, slash).replace(/\/+$/u, "") || "/";
}

/** `name` in `folder`. */
export function joined(folder: string, name: string): string {
  return folder.endsWith("/") ? folder + name : `${folder}/${name}`;
}
