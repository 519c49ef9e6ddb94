/**
 * How applications are held, as three well-known packagings do it: what each may see of the host, reach and change.
 * Each profile is plain data for `config.json`; the kernel enforces it and nothing else does.
 *
 * - `portal` (Flatpak): namespaces for nearly everything, a private root on tmpfs with the runtime's `/usr` read-only and
 *   the application at `/app`, its own data folder, no network unless shared, and one folder of granted documents.
 * - `confined` (Snap): a mount namespace with the runtime as a read-only root; the host's processes and network are in
 *   sight, the user's home too but its hidden files (what AppArmor does there, masked mounts do here).
 * - `none` (AppImage): no namespace at all. The application's folder is mounted and it runs as the user, who may what
 *   the user may.
 */
import type { Capability } from "../abi/capabilities.ts";
import type { NamespaceKind } from "../abi/process-calls.ts";
import { allCapabilities } from "./capability-sets.ts";
import type { SandboxImage } from "../image/image.ts";
import type { OciMount } from "./oci-config.ts";
import { hostUser, layerPath } from "./paths.ts";
import type { Confinement, SandboxOptions } from "./sandbox-options.ts";
import { heldNamespaces, kernelMounts, ownNamespaces } from "./shared-namespaces.ts";
import { devMounts, tmpfsMount } from "./standard-mounts.ts";

/** What a profile is told. */
export interface ConfinementParts {
  readonly name: string;
  readonly image: SandboxImage;
  readonly options: SandboxOptions;
}

/** What a profile asks for. */
export interface HeldApplication {
  /** Its own: what the profile has less what is shared. */
  readonly namespaces: readonly NamespaceKind[];
  readonly user: { readonly uid: number; readonly gid: number };
  readonly noNewPrivileges: boolean;
  /** What it could ever have, by a set-id program. */
  readonly bounding: readonly Capability[];
  /** `null` runs in the host's own root. `tmpfs` is private and empty but for links; `layers` is the image itself. */
  readonly root: { readonly kind: "tmpfs" | "layers"; readonly readOnly: boolean } | null;
  readonly mounts: readonly OciMount[];
  readonly maskedPaths: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Directories of the host, owned by the user, that must be there before it starts. */
  readonly hostDirectories: readonly string[];
  /** Where a path under `/app` is to be found from inside. */
  readonly inside: (path: string) => string;
}

const same = (path: string): string => path;
const readOnlyBind = ["rbind", "ro", "nosuid", "nodev"];
const bind = ["rbind", "rw", "nosuid", "nodev"];

/** The profiles. */
export const confinements: Readonly<Record<Confinement, (parts: ConfinementParts) => HeldApplication>> = {
  portal: ({ name, image, options }) => {
    const runtime = runtimePath(image);
    const data = `${hostUser.home}/.var/app/${name}`;
    const documents = `/run/user/${hostUser.uid}/doc`;
    const granted = `${documents}/by-app/${name}`;
    const namespaces = ownNamespaces(heldNamespaces.portal, options);
    return {
      namespaces,
      user: hostUser,
      noNewPrivileges: true,
      bounding: [],
      root: { kind: "tmpfs", readOnly: true },
      mounts: [
        { destination: "/usr", type: "bind", source: `${runtime}/usr`, options: readOnlyBind },
        { destination: "/etc", type: "bind", source: `${runtime}/usr/etc`, options: readOnlyBind },
        { destination: "/app", type: "bind", source: `${applicationPath(image)}/app`, options: readOnlyBind },
        ...kernelMounts(namespaces, { cgroupWritable: false }),
        ...devMounts({ ttyGroup: !namespaces.includes("user"), ownIpc: namespaces.includes("ipc") }),
        tmpfsMount("/tmp:mode=1777"),
        tmpfsMount("/run"),
        tmpfsMount(`/run/user/${hostUser.uid}:mode=700,uid=${hostUser.uid}`),
        { destination: documents, type: "bind", source: granted, options: bind },
        { destination: data, type: "bind", source: data, options: bind },
      ],
      maskedPaths: [],
      env: {
        HOME: hostUser.home,
        XDG_DATA_HOME: `${data}/data`,
        XDG_CONFIG_HOME: `${data}/config`,
        XDG_CACHE_HOME: `${data}/cache`,
      },
      workingDirectory: data,
      hostDirectories: [data, `${data}/data`, `${data}/config`, `${data}/cache`, granted],
      inside: same,
    };
  },
  confined: ({ name, image }) => {
    const data = `${hostUser.home}/snap/${name}`;
    return {
      namespaces: heldNamespaces.confined,
      user: hostUser,
      noNewPrivileges: true,
      bounding: [],
      root: { kind: "layers", readOnly: true },
      mounts: [
        { destination: "/proc", type: "bind", source: "/proc", options: ["rbind"] },
        { destination: "/sys", type: "bind", source: "/sys", options: ["rbind", "ro"] },
        { destination: "/dev", type: "bind", source: "/dev", options: ["rbind"] },
        { destination: "/home", type: "bind", source: "/home", options: bind },
        { destination: "/etc", type: "bind", source: `${runtimePath(image)}/usr/etc`, options: readOnlyBind },
        tmpfsMount("/run"),
        tmpfsMount("/tmp:mode=1777"),
      ],
      maskedPaths: [`${hostUser.home}/.ssh`, `${hostUser.home}/.var`],
      env: { HOME: data, SNAP: "/app", SNAP_NAME: name, SNAP_USER_DATA: data, SNAP_REAL_HOME: hostUser.home },
      workingDirectory: data,
      hostDirectories: [data],
      inside: same,
    };
  },
  none: ({ name, image }) => {
    const mounted = `/tmp/.mount_${name}`;
    return {
      namespaces: heldNamespaces.none,
      user: hostUser,
      noNewPrivileges: false,
      bounding: allCapabilities,
      root: null,
      mounts: [
        {
          destination: mounted,
          type: "bind",
          source: `${applicationPath(image)}/app`,
          options: ["bind", "ro", "nosuid", "nodev"],
        },
      ],
      maskedPaths: [],
      env: { HOME: hostUser.home, APPDIR: mounted, APPIMAGE: `${hostUser.home}/${image.id}.AppImage` },
      workingDirectory: hostUser.home,
      hostDirectories: [mounted],
      inside: (path) =>
        path === "/app" || path.startsWith("/app/") ? mounted + path.slice("/app".length) : path,
    };
  },
};

/** The runtime is the lowest layer of an application's image: the one that applications share. */
function runtimePath({ layers: [lowest] }: SandboxImage): string {
  return layerPath(lowest.digest);
}

/** The application itself is the highest. */
function applicationPath({ layers }: SandboxImage): string {
  return layerPath((layers.at(-1) ?? layers[0]).digest);
}
