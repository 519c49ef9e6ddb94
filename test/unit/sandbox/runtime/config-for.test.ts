import { describe, expect, it } from "vitest";
import type { Layer, SandboxImage } from "../../../../src/sandbox/image/image.ts";
import { allCapabilities } from "../../../../src/sandbox/runtime/capability-sets.ts";
import { configFor } from "../../../../src/sandbox/runtime/config-for.ts";
import type { OciConfig } from "../../../../src/sandbox/runtime/oci-config.ts";
import type { SandboxKind, SandboxOptions } from "../../../../src/sandbox/runtime/sandbox-options.ts";

function layer(digit: string): Layer {
  const root = {
    type: "directory" as const,
    mode: 0o755,
    uid: 0,
    gid: 0,
    modifiedMs: 0,
    opaque: false,
    entries: new Map(),
  };
  return { digest: `sha256:${digit.repeat(64)}`, bytes: 0, tree: { root, bytes: 0 } };
}

const image: SandboxImage = {
  id: "tiny",
  title: "Tiny",
  kind: "application",
  layers: [layer("a"), layer("b")],
  config: {
    entrypoint: ["/app/bin/tiny"],
    command: ["--quiet"],
    env: { LANG: "C.UTF-8" },
    workingDirectory: "/",
    user: "",
    stopSignal: "SIGTERM",
  },
};

function config(kind: SandboxKind, options: SandboxOptions): OciConfig {
  return configFor({
    id: "0123456789ab",
    name: "one",
    image,
    kind,
    options,
    ids: { first: 100_000, size: 65_536 },
    user: { uid: 0, gid: 0 },
    path: "/usr/bin:/bin",
  });
}

/** All of it in short lines: mounts as mount(8) has them, the rest as `section.key: value`. */
function shown({ process, mounts, linux, ...rest }: OciConfig): string {
  const all = JSON.stringify(allCapabilities);
  const lines = (section: string, values: object): readonly string[] =>
    Object.entries(values).map(([key, value]) => `${section}${key}: ${JSON.stringify(value)}`);
  return [
    ...lines("", rest),
    ...lines("process.", process),
    ...lines("linux.", { ...linux, namespaces: linux.namespaces.map(({ type }) => type).join(" ") }),
    ...mounts.map(
      ({ source, destination, type, options }) =>
        `${source} on ${destination} type ${type} (${options.join()})`,
    ),
  ]
    .join("\n")
    .replaceAll(all, "all");
}

describe("the config.json of", () => {
  it("a system", () => {
    expect(shown(config("system", {}))).toMatchInlineSnapshot(`
      "ociVersion: "1.2.0"
      hostname: "one"
      root: {"path":"rootfs","readonly":false}
      annotations: {"page.guesthouse.name":"one","page.guesthouse.image":"tiny","page.guesthouse.kind":"system","org.opencontainers.image.stopSignal":"SIGTERM"}
      process.terminal: true
      process.user: {"uid":0,"gid":0,"additionalGids":[]}
      process.args: ["/app/bin/tiny","--quiet"]
      process.env: ["PATH=/usr/bin:/bin","TERM=xterm-256color","HOSTNAME=one","LANG=C.UTF-8"]
      process.cwd: "/"
      process.capabilities: {"bounding":all,"effective":all,"permitted":all}
      process.noNewPrivileges: false
      linux.namespaces: "user pid mount uts network ipc cgroup"
      linux.uidMappings: [{"containerID":0,"hostID":100000,"size":65536}]
      linux.gidMappings: [{"containerID":0,"hostID":100000,"size":65536}]
      linux.cgroupsPath: "/guesthouse/0123456789ab"
      linux.resources: {"memory":{"limit":67108864},"pids":{"limit":256},"unified":{"cpu.weight":"100","memory.oom.group":"0"}}
      linux.maskedPaths: []
      linux.readonlyPaths: []
      proc on /proc type proc (nosuid,noexec,nodev)
      sysfs on /sys type sysfs (nosuid,noexec,nodev,ro)
      cgroup2 on /sys/fs/cgroup type cgroup2 (nosuid,noexec,nodev)
      tmpfs on /dev type tmpfs (nosuid,strictatime,mode=755,size=64k)
      devpts on /dev/pts type devpts (nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5)
      shm on /dev/shm type tmpfs (nosuid,noexec,nodev,mode=1777)
      tmpfs on /run type tmpfs (nosuid,nodev)"
    `);
  });

  it("a system with everything that can be asked for", () => {
    const options: SandboxOptions = {
      memoryMiB: 16,
      cpus: 0.25,
      cpuWeight: 300,
      pidsLimit: null,
      hostname: "box",
      readOnly: true,
      tmpfs: ["/cache:size=1m"],
      volumes: [{ source: "/srv", target: "/data", readOnly: true }],
      init: true,
      env: { LANG: "C", MORE: "1" },
      workingDirectory: "/srv",
      command: ["sh"],
      share: ["net", "user"],
    };
    expect(shown(config("system", options))).toMatchInlineSnapshot(`
      "ociVersion: "1.2.0"
      hostname: "box"
      root: {"path":"rootfs","readonly":true}
      annotations: {"page.guesthouse.name":"one","page.guesthouse.image":"tiny","page.guesthouse.kind":"system","org.opencontainers.image.stopSignal":"SIGTERM"}
      process.terminal: true
      process.user: {"uid":0,"gid":0,"additionalGids":[]}
      process.args: ["/usr/sbin/init","--","/app/bin/tiny","sh"]
      process.env: ["PATH=/usr/bin:/bin","TERM=xterm-256color","HOSTNAME=box","LANG=C","MORE=1"]
      process.cwd: "/srv"
      process.capabilities: {"bounding":["CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_FOWNER","CAP_FSETID","CAP_KILL","CAP_SETGID","CAP_SETUID","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_SYS_CHROOT","CAP_SETFCAP"],"effective":["CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_FOWNER","CAP_FSETID","CAP_KILL","CAP_SETGID","CAP_SETUID","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_SYS_CHROOT","CAP_SETFCAP"],"permitted":["CAP_CHOWN","CAP_DAC_OVERRIDE","CAP_FOWNER","CAP_FSETID","CAP_KILL","CAP_SETGID","CAP_SETUID","CAP_SETPCAP","CAP_NET_BIND_SERVICE","CAP_SYS_CHROOT","CAP_SETFCAP"]}
      process.noNewPrivileges: false
      linux.namespaces: "pid mount uts ipc cgroup"
      linux.cgroupsPath: "/guesthouse/0123456789ab"
      linux.resources: {"memory":{"limit":16777216},"cpu":{"quota":25000,"period":100000},"unified":{"cpu.weight":"300","memory.oom.group":"0"}}
      linux.maskedPaths: []
      linux.readonlyPaths: ["/proc/sysrq-trigger"]
      proc on /proc type proc (nosuid,noexec,nodev)
      /sys on /sys type bind (rbind,ro,nosuid,noexec,nodev)
      cgroup2 on /sys/fs/cgroup type cgroup2 (nosuid,noexec,nodev)
      tmpfs on /dev type tmpfs (nosuid,strictatime,mode=755,size=64k)
      devpts on /dev/pts type devpts (nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5)
      shm on /dev/shm type tmpfs (nosuid,noexec,nodev,mode=1777)
      tmpfs on /run type tmpfs (nosuid,nodev)
      tmpfs on /cache type tmpfs (nosuid,nodev,size=1m)
      /srv on /data type bind (rbind,ro)"
    `);
  });

  it("an application as Flatpak holds it", () => {
    expect(shown(config("application", {}))).toMatchInlineSnapshot(`
      "ociVersion: "1.2.0"
      root: {"path":"rootfs","readonly":true}
      annotations: {"page.guesthouse.name":"one","page.guesthouse.image":"tiny","page.guesthouse.kind":"application","org.opencontainers.image.stopSignal":"SIGTERM","page.guesthouse.confinement":"portal"}
      process.terminal: true
      process.user: {"uid":1000,"gid":1000,"additionalGids":[]}
      process.args: ["/app/bin/tiny","--quiet"]
      process.env: ["PATH=/usr/bin:/bin","TERM=xterm-256color","LANG=C.UTF-8","HOME=/home/user","XDG_DATA_HOME=/home/user/.var/app/one/data","XDG_CONFIG_HOME=/home/user/.var/app/one/config","XDG_CACHE_HOME=/home/user/.var/app/one/cache"]
      process.cwd: "/home/user/.var/app/one"
      process.capabilities: {"bounding":[],"effective":[],"permitted":[]}
      process.noNewPrivileges: true
      linux.namespaces: "user pid mount network ipc cgroup"
      linux.uidMappings: [{"containerID":1000,"hostID":1000,"size":1}]
      linux.gidMappings: [{"containerID":1000,"hostID":1000,"size":1}]
      linux.cgroupsPath: "/guesthouse/0123456789ab"
      linux.resources: {"memory":{"limit":67108864},"pids":{"limit":256},"unified":{"cpu.weight":"100","memory.oom.group":"0"}}
      linux.maskedPaths: []
      linux.readonlyPaths: []
      /var/lib/guesthouse/layers/aaaaaaaaaaaa/usr on /usr type bind (rbind,ro,nosuid,nodev)
      /var/lib/guesthouse/layers/aaaaaaaaaaaa/usr/etc on /etc type bind (rbind,ro,nosuid,nodev)
      /var/lib/guesthouse/layers/bbbbbbbbbbbb/app on /app type bind (rbind,ro,nosuid,nodev)
      proc on /proc type proc (nosuid,noexec,nodev)
      sysfs on /sys type sysfs (nosuid,noexec,nodev,ro)
      cgroup2 on /sys/fs/cgroup type cgroup2 (nosuid,noexec,nodev,ro)
      tmpfs on /dev type tmpfs (nosuid,strictatime,mode=755,size=64k)
      devpts on /dev/pts type devpts (nosuid,noexec,newinstance,ptmxmode=0666,mode=0620)
      shm on /dev/shm type tmpfs (nosuid,noexec,nodev,mode=1777)
      tmpfs on /tmp type tmpfs (nosuid,nodev,mode=1777)
      tmpfs on /run type tmpfs (nosuid,nodev)
      tmpfs on /run/user/1000 type tmpfs (nosuid,nodev,mode=700,uid=1000)
      /run/user/1000/doc/by-app/one on /run/user/1000/doc type bind (rbind,rw,nosuid,nodev)
      /home/user/.var/app/one on /home/user/.var/app/one type bind (rbind,rw,nosuid,nodev)"
    `);
  });

  it("an application as Snap holds it", () => {
    expect(shown(config("application", { confinement: "confined" }))).toMatchInlineSnapshot(`
      "ociVersion: "1.2.0"
      root: {"path":"rootfs","readonly":true}
      annotations: {"page.guesthouse.name":"one","page.guesthouse.image":"tiny","page.guesthouse.kind":"application","org.opencontainers.image.stopSignal":"SIGTERM","page.guesthouse.confinement":"confined"}
      process.terminal: true
      process.user: {"uid":1000,"gid":1000,"additionalGids":[]}
      process.args: ["/app/bin/tiny","--quiet"]
      process.env: ["PATH=/usr/bin:/bin","TERM=xterm-256color","LANG=C.UTF-8","HOME=/home/user/snap/one","SNAP=/app","SNAP_NAME=one","SNAP_USER_DATA=/home/user/snap/one","SNAP_REAL_HOME=/home/user"]
      process.cwd: "/home/user/snap/one"
      process.capabilities: {"bounding":[],"effective":[],"permitted":[]}
      process.noNewPrivileges: true
      linux.namespaces: "mount"
      linux.cgroupsPath: "/guesthouse/0123456789ab"
      linux.resources: {"memory":{"limit":67108864},"pids":{"limit":256},"unified":{"cpu.weight":"100","memory.oom.group":"0"}}
      linux.maskedPaths: ["/home/user/.ssh","/home/user/.var"]
      linux.readonlyPaths: []
      /proc on /proc type bind (rbind)
      /sys on /sys type bind (rbind,ro)
      /dev on /dev type bind (rbind)
      /home on /home type bind (rbind,rw,nosuid,nodev)
      /var/lib/guesthouse/layers/aaaaaaaaaaaa/usr/etc on /etc type bind (rbind,ro,nosuid,nodev)
      tmpfs on /run type tmpfs (nosuid,nodev)
      tmpfs on /tmp type tmpfs (nosuid,nodev,mode=1777)"
    `);
  });

  it("an application as AppImage does not hold it", () => {
    expect(shown(config("application", { confinement: "none" }))).toMatchInlineSnapshot(`
      "ociVersion: "1.2.0"
      annotations: {"page.guesthouse.name":"one","page.guesthouse.image":"tiny","page.guesthouse.kind":"application","org.opencontainers.image.stopSignal":"SIGTERM","page.guesthouse.confinement":"none"}
      process.terminal: true
      process.user: {"uid":1000,"gid":1000,"additionalGids":[]}
      process.args: ["/tmp/.mount_one/bin/tiny","--quiet"]
      process.env: ["PATH=/usr/bin:/bin","TERM=xterm-256color","LANG=C.UTF-8","HOME=/home/user","APPDIR=/tmp/.mount_one","APPIMAGE=/home/user/tiny.AppImage"]
      process.cwd: "/home/user"
      process.capabilities: {"bounding":all,"effective":[],"permitted":[]}
      process.noNewPrivileges: false
      linux.namespaces: ""
      linux.cgroupsPath: "/guesthouse/0123456789ab"
      linux.resources: {"memory":{"limit":67108864},"pids":{"limit":256},"unified":{"cpu.weight":"100","memory.oom.group":"0"}}
      linux.maskedPaths: []
      linux.readonlyPaths: []
      /var/lib/guesthouse/layers/bbbbbbbbbbbb/app on /tmp/.mount_one type bind (bind,ro,nosuid,nodev)"
    `);
  });
});
