/**
 * Reads a layer's tar archive and refuses what has no place in one. Knows nothing of file systems: what comes out are
 * entries with clean paths, in the archive's order.
 */
import { unpackTar } from "modern-tar";
import { Failure } from "../../base/failure.ts";
import { MIB } from "../../base/units.ts";

/** What an archive may hold at most. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Of all files together, unpacked. */
  readonly bytes: number;
}

/** As much as a page can bear. */
export const defaultArchiveLimits: ArchiveLimits = { entries: 100_000, bytes: 512 * MIB };

/** One entry. `path` is relative, without `.` or `..` or empty parts; the root is "". */
export interface ArchiveEntry {
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly modifiedMs: number;
  /** Extended attributes, where the archive has any (`SCHILY.xattr.` in pax headers). */
  readonly attributes?: ReadonlyMap<string, Uint8Array>;
  readonly content:
    | { readonly kind: "directory" }
    | { readonly kind: "file"; readonly bytes: Uint8Array }
    /** Free text: it is followed inside the sandbox's own root only. */
    | { readonly kind: "symlink"; readonly target: string }
    /** To an entry before it; as clean a path as `path`. */
    | { readonly kind: "hard-link"; readonly target: string }
    | { readonly kind: "fifo" };
}

/** Why an archive is refused. */
export type ArchiveFailure = Failure<
  "archive-corrupt" | "archive-too-big" | "archive-path" | "archive-link" | "archive-device"
>;

const encoder = new TextEncoder();
const longestPath = 4_096;
const longestName = 255;

/**
 * The entries of `archive`, a tar file (ustar, pax or GNU). Fails with `archive-corrupt`, `archive-too-big`,
 * `archive-path` (leaves its root), `archive-link` (a hard link that does) and `archive-device`.
 */
export async function archiveEntries(
  archive: Uint8Array<ArrayBuffer>,
  limits: ArchiveLimits = defaultArchiveLimits,
): Promise<readonly ArchiveEntry[]> {
  let count = 0;
  const parsed = await unpackTar(archive, {
    strict: true,
    // Thrown while it reads: an archive of a million entries ends here and not after them.
    filter: (header) => {
      count += 1;
      if (count > limits.entries) throw tooBig(`it has more than ${limits.entries} entries`);
      if (header.size > limits.bytes)
        throw tooBig(`"${header.name}" alone is bigger than ${limits.bytes} bytes`);
      return header.type !== "pax-global-header";
    },
  }).catch((thrown: unknown) => {
    throw thrown instanceof Failure ? thrown : corrupt(thrown);
  });
  let bytes = 0;
  return parsed.map(({ header, data }): ArchiveEntry => {
    bytes += data?.byteLength ?? 0;
    if (bytes > limits.bytes) throw tooBig(`it unpacks to more than ${limits.bytes} bytes`);
    return {
      path: cleanPath(header.name, "archive-path", header.name),
      mode: (header.mode ?? 0o644) & 0o7777,
      uid: header.uid ?? 0,
      gid: header.gid ?? 0,
      modifiedMs: header.mtime?.getTime() ?? 0,
      ...attributesOf(header.pax),
      content: contentOf(header.name, header.type ?? "file", header.linkname ?? "", data),
    };
  });
}

/** Those of a user and of `security`; the reader gives text only, so what was none is left out. */
function attributesOf(pax: Readonly<Record<string, string>> | undefined): Pick<ArchiveEntry, "attributes"> {
  const found = Object.entries(pax ?? {}).flatMap(([key, value]) => {
    const name = /^SCHILY\.xattr\.((?:user|security)\.[^\0]{1,240})$/u.exec(key)?.[1];
    return name === undefined || value.includes("\ufffd") ? [] : [[name, encoder.encode(value)] as const];
  });
  return found.length > 0 ? { attributes: new Map(found) } : {};
}

function contentOf(
  name: string,
  type: string,
  link: string,
  data: Uint8Array | undefined,
): ArchiveEntry["content"] {
  switch (type) {
    case "directory":
      return { kind: "directory" };
    case "file":
      return { kind: "file", bytes: data ?? new Uint8Array(0) };
    case "symlink":
      if (link === "" || link.includes("\0")) throw badLink(name, link, "it has no target");
      return { kind: "symlink", target: link };
    case "link":
      if (link.startsWith("/")) throw badLink(name, link, "a hard link must stay inside the archive");
      return { kind: "hard-link", target: cleanPath(link, "archive-link", name) };
    case "fifo":
      return { kind: "fifo" };
    case "character-device":
    case "block-device":
      throw new Failure(
        "archive-device",
        `The archive is refused: "${name}" is a ${type.replace("-", " ")}, and an image must not bring devices.`,
      );
    default:
      throw new Failure(
        "archive-corrupt",
        `The archive is refused: "${name}" is of the unknown type "${type}".`,
      );
  }
}

/** Without `.`, empty parts and leading or trailing slashes; refuses what leaves its root. */
function cleanPath(path: string, code: "archive-path" | "archive-link", entry: string): string {
  const refuse = (why: string): ArchiveFailure =>
    new Failure(code, `The archive is refused: "${entry}" ${why}. Nothing was unpacked.`);
  if (path.includes("\0")) throw refuse("has a NUL in its path");
  if (path.startsWith("/")) throw refuse("has an absolute path");
  if (path.length > longestPath) throw refuse(`has a path longer than ${longestPath} characters`);
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes("..")) throw refuse('has ".." in its path, which would leave its root');
  if (parts.some((part) => part.length > longestName)) throw refuse("has a name that is too long");
  return parts.join("/");
}

function badLink(name: string, link: string, why: string): ArchiveFailure {
  return new Failure("archive-link", `The archive is refused: "${name}" links to "${link}": ${why}.`);
}

function tooBig(why: string): ArchiveFailure {
  return new Failure("archive-too-big", `The archive is refused: ${why}.`);
}

function corrupt(thrown: unknown): ArchiveFailure {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new Failure("archive-corrupt", `The archive cannot be read as tar: ${why}`, { cause: thrown });
}
