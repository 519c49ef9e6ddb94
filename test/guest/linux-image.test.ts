/**
 * What the Linux image promises: a real, pleasant system that fits in little memory and ends cleanly. One boot serves
 * all the questions that only look.
 */
import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { linuxImage, TestMachine } from "./support-machine.ts";

const description = JSON.parse(
  await readFile(new URL("../../images/linux/image.json", import.meta.url), "utf8"),
) as { kernelVersion: string; minimumMemoryMiB: number };

async function bootLinux(memoryMiB?: number): Promise<TestMachine> {
  const { image, commandLine } = await linuxImage();
  const test = await TestMachine.boot({
    image,
    commandLine: `${commandLine} hostname=lab`,
    ...(memoryMiB === undefined ? {} : { memoryMiB }),
  });
  await test.prompt();
  return test;
}

/** The number a command prints, MiB unless the command says otherwise. */
async function numberOf(test: TestMachine, command: string): Promise<number> {
  return Number(await test.run(command));
}

describe("a Linux guest of 32 MiB", () => {
  let test: TestMachine;
  beforeAll(async () => {
    test = await bootLinux(32);
  });
  afterAll(() => test[Symbol.dispose]());

  it("runs the kernel its description names, and greets with it", async () => {
    expect(await test.run("uname -sr")).toBe(`Linux ${description.kernelVersion}`);
    expect(test.text).toContain(`Linux ${description.kernelVersion}`);
  });

  it("leaves at least 16 MiB free", async () => {
    expect(
      await numberOf(test, "awk '/MemAvailable/ { print int($2 / 1024) }' /proc/meminfo"),
    ).toBeGreaterThanOrEqual(16);
  });

  it("tells its kernel's whole log on the serial port once it is up, what comes meanwhile after it, line by line", async () => {
    await test.run("for i in 1 2 3 4 5; do echo '<6>a late message' > /dev/kmsg; done");
    const log =
      /^\[ +0\.0+\] Linux version 6\.12[^]*Run \/init as init process\r\n[^]*(\r\n\[[ 0-9.]+\] a late message){5}\r\n/;
    await expect.poll(() => test.serialText, { timeout: 30_000 }).toMatch(log);
    const lines = test.serialText.trimEnd().split("\r\n");
    expect(lines.filter((text) => !/^\[ *\d+\.\d+\] /.test(text))).toEqual([]);
  });

  it("has the machine's name as its host name, and resolves it", async () => {
    expect(await test.run("hostname; grep -c lab /etc/hosts")).toBe("lab\n1");
  });

  it("gives the shell a terminal and job control", async () => {
    expect(await test.run("tty; sleep 100 & jobs | grep -c sleep; kill %1")).toContain("/dev/hvc0\n");
    expect(await test.run("sleep 50 & kill -0 $! && echo alive; kill $!")).toContain("alive");
  });

  it("mounts what programs take for granted", async () => {
    const mounted = await test.run("awk '{ print $3, $2 }' /proc/mounts | sort -u");
    expect(mounted.split("\n")).toEqual(
      expect.arrayContaining([
        "cgroup2 /sys/fs/cgroup",
        "devpts /dev/pts",
        "devtmpfs /dev",
        "proc /proc",
        "sysfs /sys",
        "tmpfs /dev/shm",
        "tmpfs /run",
        "tmpfs /tmp",
      ]),
    );
  });

  it("has the tools people reach for", async () => {
    const tools =
      "awk cat chroot clear cut date dd df dmesg du env find free grep gzip halt hexdump hostname httpd id ifconfig ip " +
      "kill less ls md5sum mkfifo mknod mount nc nice nproc nsenter nslookup ping poweroff ps reboot reset route sed " +
      "seq setsid sha256sum sleep sort stat stty su tail tar telnet time timeout top tr traceroute tty udhcpc umount " +
      "uniq unshare uptime vi watch wc wget xargs yes";
    expect(await test.run(`for tool in ${tools}; do command -v $tool >/dev/null || echo $tool; done`)).toBe(
      "",
    );
  });

  it("reaches itself over the loopback", async () => {
    expect(await test.run("ping -c 1 127.0.0.1 | grep -c ' 0% packet loss'")).toBe("1");
  });

  it("sleeps for as long as it was told", async () => {
    const before = performance.now();
    await test.run("sleep 1");
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  it("unshares namespaces, with a process tree of its own", async () => {
    expect(
      await test.run(
        "unshare -p -f -m -u -i -n --mount-proc sh -c 'hostname box; hostname; echo /proc/[0-9]*'; hostname",
      ),
    ).toBe("box\n/proc/1\nlab");
  });

  it("limits processes, memory and processor time with cgroups", async () => {
    expect(await test.run("cat /sys/fs/cgroup/cgroup.controllers")).toBe("cpu memory pids");
  });

  it("counts how long somebody waited for its processor and for memory", async () => {
    expect(await test.run("cut -d' ' -f1 /proc/pressure/cpu /proc/pressure/memory")).toBe(
      "some\nfull\nsome\nfull",
    );
  });

  it("lays one file system over another, and pivots into it", async () => {
    const script =
      "mkdir -p /tmp/o/up /tmp/o/work /tmp/o/all; mount -t overlay x -o lowerdir=/bin,upperdir=/tmp/o/up,workdir=/tmp/o/work " +
      "/tmp/o/all && mkdir /tmp/o/all/old /tmp/o/all/bin && cp /bin/busybox /tmp/o/all/bin && " +
      "unshare -m sh -c 'cd /tmp/o/all && pivot_root . old && /busybox ls -d /old/proc'; ls -1 --color=never /tmp/o/up; umount /tmp/o/all";
    expect(await test.run(script)).toBe("/old/proc\nbin\nold");
  });

  it("lets an ordinary user in, and become root again", async () => {
    expect(await test.run("su guest -c 'id -un; cd; pwd'")).toBe("guest\n/home/guest");
  });

  it("starts a new shell when one ends", async () => {
    await test.run("sleep 1");
    const from = test.text.length;
    test.type("exit\n");
    await test.prompt(from + "exit\n".length);
    expect(await test.run("echo again")).toBe("again");
  });
});

describe("a Linux guest", () => {
  it("boots in the least memory its description allows", async () => {
    using test = await bootLinux(description.minimumMemoryMiB);
    expect(await test.run("echo up")).toBe("up");
  });

  it("powers off, halts and reboots by command", async () => {
    const endings: string[] = [];
    for (const command of ["poweroff", "halt", "reboot"]) {
      using test = await bootLinux();
      test.type(`${command}\n`);
      endings.push((await test.ended).kind);
    }
    expect(endings).toEqual(["powered-off", "powered-off", "rebooted"]);
  });

  it("powers off in order when its agent is asked to", async () => {
    using test = await bootLinux();
    test.machine.request("shutdown");
    expect((await test.ended).kind).toBe("powered-off");
  });

  it("leaves the kernel's last words when it panics", async () => {
    using test = await bootLinux();
    test.type("echo c > /proc/sysrq-trigger\n");
    expect(await test.ended).toMatchObject({ kind: "crashed", crash: "kernel-panic" });
  });
});
