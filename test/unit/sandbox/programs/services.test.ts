import { describe, expect, test } from "vitest";
import { Userland } from "./userland.ts";

const inittab = [
  "::sysinit:/bin/echo booting",
  "::once:/bin/sh -c 'echo once'",
  "::respawn:/bin/service",
  "::shutdown:/bin/echo bye",
  "",
].join("\n");
const service = "#!/bin/sh\necho service $$ started\nexec sleep 1000\n";

describe("init", () => {
  test("starts what the inittab says and shuts down in order on SIGTERM", async () => {
    const land = new Userland({ "/etc/inittab": inittab, "/bin/service": service });

    const ran = await land.run(
      "unshare -pf --mount-proc init & sleep 1; pkill -TERM -x init -P $!; wait $!; echo $?",
    );

    expect(ran).toEqual({
      status: 0,
      out: [
        "booting",
        "service 4 started",
        "once",
        "init: The system is going down NOW!",
        "bye",
        "init: Sent SIGTERM to all processes",
        "init: Requesting system poweroff",
        "130",
        "",
      ].join("\n"),
      err: "",
    });
  });

  test("starts a service again that died, and gives up one that dies at once", async () => {
    const land = new Userland({
      "/etc/inittab": "::respawn:/bin/service\n::respawn:/bin/false\n",
      "/bin/service": service,
    });

    const ran = await land.run(
      "unshare -pf --mount-proc init & sleep 1; pkill -KILL sleep -n; sleep 60; pgrep -c -x sleep",
    );

    expect({ ...ran, out: ran.out.replaceAll(/service \d+/g, "service N") }).toEqual({
      status: 0,
      out: [
        "service N started",
        "service N started",
        'init: "/bin/false" respawning too fast: disabled for 5 minutes',
        "1",
        "",
      ].join("\n"),
      err: "",
    });
  });

  test("kills what does not end by itself", async () => {
    const land = new Userland({
      "/etc/inittab": "::once:/bin/deaf\n",
      "/bin/deaf": "#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 1; done\n",
    });

    const ran = await land.run("unshare -pf --mount-proc init & sleep 1; pkill -USR2 -x init -P $!; wait");

    expect(ran.out.split("\n").slice(-4, -1)).toEqual([
      "init: Sent SIGTERM to all processes",
      "init: Sent SIGKILL to all processes",
      "init: Requesting system poweroff",
    ]);
  });

  test("is nothing but for PID 1", async () => {
    expect(await new Userland().run("init")).toEqual({
      status: 1,
      out: "",
      err: "init: must be run as PID 1\n",
    });
  });
});

test("httpd serves files that wget fetches", async () => {
  const land = new Userland({ "/www/index.html": "<h1>hi</h1>\n", "/www/sub/a.txt": "text\n" });

  const ran = await land.run(
    [
      "httpd -p 127.0.0.1:8080 -h /www; sleep 0.1",
      "wget -q -O - http://localhost:8080/; wget -q -O - http://localhost:8080/sub/a.txt",
      "wget -S -O /dev/null http://localhost:8080/sub 2>&1 | grep -c Moved; wget -q http://localhost:8080/nope; echo $?",
      "wget -q http://localhost:8080/../etc/passwd; echo $?; ss -tln | tail -1 | tr -s ' '; killall httpd; sleep 0.1; ss -tlnH",
    ].join("; "),
  );

  expect(ran).toEqual({
    status: 0,
    out: "<h1>hi</h1>\ntext\n1\n1\n1\nLISTEN 0 16 127.0.0.1:8080 0.0.0.0:*\n",
    err: "wget: server returned error: HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 400 Bad Request\n",
  });
});

test("nc carries text over TCP, UDP and sockets of files", async () => {
  const ran = await new Userland().run(
    [
      "nc -l -p 99 > got & sleep 0.1; echo tcp | nc 127.0.0.1 99; wait; cat got",
      "nc -U -l s > got & sleep 0.1; echo unix | nc -U s; wait; cat got",
      "nc -u -l -p 53 > got & sleep 0.1; echo udp | nc -u -q 0 127.0.0.1 53; kill $!; cat got",
      "nc -z 127.0.0.1 98; echo $?",
    ].join("; "),
  );

  expect(ran).toEqual({
    status: 0,
    out: "tcp\nunix\nudp\n1\n",
    err: "nc: 127.0.0.1:98: Connection refused\n",
  });
});

test("syslogd keeps what logger sends", async () => {
  const ran = await new Userland({ "/var/log/.keep": "" }).run(
    "syslogd; sleep 0.1; logger -t test hello; logger -p daemon.err bad; sleep 0.1; killall syslogd; sleep 0.1; cut -d' ' -f4- /var/log/messages",
  );

  expect(ran).toEqual({
    status: 0,
    out: "host syslog.info syslogd started: TypeScript\nhost user.notice test: hello\nhost daemon.err root: bad\nhost syslog.info syslogd exiting\n",
    err: "",
  });
});

test("crond runs what is due, as its user", async () => {
  const land = new Userland({ "/etc/crontabs/alice": "* * * * * id -un >> /tmp/cron\n0 0 31 2 * false\n" });

  expect(await land.run("crond; sleep 130; cat /tmp/cron")).toEqual({
    status: 0,
    out: "alice\nalice\n",
    err: "",
  });
});

test("tail -f shows what is added, also to a file that took the place of the old one", async () => {
  const ran = await new Userland().run(
    "echo 1 > f; tail -F f & sleep 0.5; echo 2 >> f; sleep 2; mv f g; echo 3 > f; sleep 2; kill $!",
  );

  expect(ran.out).toBe("1\n2\n3\n");
});

test("watch shows a command's output again and again until ^C", async () => {
  const ran = await new Userland().run(
    "watch -t -n 1 'echo x >> n; wc -l < n' & sleep 2.5; kill -INT $!; wait $!; echo $?",
  );

  expect(ran.out.replaceAll("\u001b[", "|").replaceAll(/(?<=\|)\??\d*[A-Za-z]/gu, "")).toBe(
    "|1|||2|||3||0\n",
  );
});

describe("stress", () => {
  test("is killed by the limit on memory of its cgroup, and says so", async () => {
    const land = new Userland({}, 0.05);

    const ran = await land.run(
      [
        "cd /sys/fs/cgroup; echo +memory > cgroup.subtree_control; mkdir m; echo 8M > m/memory.max",
        "sh -c 'echo $$ > m/cgroup.procs; stress --vm 1 --vm-bytes 32M -t 5'; echo $?; grep oom_kill m/memory.events",
      ].join("; "),
    );

    expect({
      ...ran,
      out: ran.out.replaceAll(/\[\d+\]/g, "[N]"),
      err: ran.err.replaceAll(/\d+(?=\]| got)/g, "N"),
    }).toEqual({
      status: 0,
      out: "stress: info: [N] dispatching hogs: 0 cpu, 0 io, 1 vm, 0 hdd\n1\noom_kill 1\n",
      err: [
        "stress: FAIL: [N] <-- worker N got signal 9",
        "stress: FAIL: [N] now reaping child worker processes",
        "stress: FAIL: [N] failed run completed in 0s",
        "",
      ].join("\n"),
    });
  });

  test("ends after its time", async () => {
    const ran = await new Userland({}, 0.05).run("stress --cpu 2 --io 1 -t 1; echo $?");

    expect(ran.out.replaceAll(/\[\d+\]/g, "[N]")).toBe(
      "stress: info: [N] dispatching hogs: 2 cpu, 1 io, 0 vm, 0 hdd\nstress: info: [N] successful run completed in 1s\n0\n",
    );
  });
});

test("ordinary users are refused what is root's", async () => {
  const ran = await new Userland().run(
    "su alice -c 'id; hostname x; mount -t tmpfs a /mnt; umount /proc; kill 1; chroot /; nice -n -5 true; unshare -m true; mknod z c 1 3; rm /etc/passwd; chown 0 /tmp; unshare -Ur id -u'",
  );

  expect(ran).toEqual({
    status: 0,
    out: "uid=1000(alice) gid=1000(alice) groups=1000(alice),100(users)\n0\n",
    err: [
      "hostname: you must be root to change the host name",
      "mount: /mnt: must be superuser to use mount.",
      "umount: /proc: must be superuser to unmount.",
      "sh: can't kill pid 1: Operation not permitted",
      "chroot: cannot change root directory to '/': Operation not permitted",
      "nice: cannot set niceness: Permission denied",
      "unshare: unshare failed: Operation not permitted",
      "mknod: z: Permission denied",
      "rm: /etc/passwd: Permission denied",
      "chown: /tmp: Operation not permitted",
      "",
    ].join("\n"),
  });
});

test("ps shows the host's processes in the layouts of busybox, BSD and UNIX", async () => {
  const ran = await new Userland().run(
    "ps; ps aux; ps -ef; ps -eo pid,ppid,stat,comm --sort=-pid; ps -o nspid= -p 1",
  );

  expect(ran).toEqual({
    status: 0,
    out: [
      "PID   USER     TIME  COMMAND",
      "    1 root      0:00 init",
      "    4 root      0:00 sh -c ps; ps aux; ps -ef; ps -eo pid,ppid,stat,comm --sort=-pid; ps -o nspid= -p 1",
      "    5 root      0:00 ps",
      "USER       PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND",
      "root         1  0.0  0.0      0     0 ?        Ss   15:06   0:00 init",
      "root         4  0.0  0.0      0     0 ?        Ss   15:06   0:00 sh -c ps; ps aux; ps -ef; ps -eo pid,ppid,stat,comm --sort=-pid; ps -o nspid= -p 1",
      "root         6  0.0  0.0      0     0 ?        R    15:06   0:00 ps aux",
      "UID        PID  PPID  C STIME TTY          TIME CMD",
      "root         1     0  0 15:06 ?        00:00:00 init",
      "root         4     1  0 15:06 ?        00:00:00 sh -c ps; ps aux; ps -ef; ps -eo pid,ppid,stat,comm --sort=-pid; ps -o nspid= -p 1",
      "root         7     4  0 15:06 ?        00:00:00 ps -ef",
      "  PID  PPID STAT COMMAND",
      "    8     4 R    ps",
      "    4     1 Ss   sh",
      "    1     0 Ss   init",
      "1",
      "",
    ].join("\n"),
    err: "",
  });
});

test("lsns tells namespaces apart and whose they are", async () => {
  const ran = await new Userland().run(
    "unshare -u sleep 1 & sleep 0.1; lsns -t uts; lsns -n -o TYPE,NPROCS -p $!",
  );

  expect(ran.out.replaceAll(/\b\d{10}\b/g, "NNNNNNNNNN")).toBe(
    [
      "        NS TYPE NPROCS PID USER COMMAND",
      "NNNNNNNNNN uts       3   1 root init",
      "NNNNNNNNNN uts       1   5 root sleep 1",
      "cgroup      3",
      "pid         3",
      "user        3",
      "ipc         3",
      "net         3",
      "mnt         3",
      "uts         1",
      "",
    ].join("\n"),
  );
});
