import { describe, expect, test } from "vitest";
import { Userland } from "./userland.ts";

const keys = (text: string): string => text.replaceAll(/0x[\da-f]{8}/g, "KEY");

describe("System V objects", () => {
  test("are made, listed as util-linux lists them, and removed", async () => {
    const ran = await new Userland({}).run(
      "ipcmk -Q; ipcmk -S 3; ipcmk -M 5000 -p 600; ipcs; ipcrm -q 0; ipcs -q; ipcmk -Q; ipcrm -a; ipcs -s",
    );
    // What ipcs of util-linux 2.38 printed on Linux 6.1, but for the keys.
    const head = "key        msqid      owner      perms      used-bytes   messages    ";
    expect({ ...ran, out: keys(ran.out) }).toEqual({
      status: 0,
      out: [
        "Message queue id: 0",
        "Semaphore id: 0",
        "Shared memory id: 0",
        "",
        "------ Message Queues --------",
        head,
        "KEY 0          root       644        0            0           ",
        "",
        "------ Shared Memory Segments --------",
        "key        shmid      owner      perms      bytes      nattch     status      ",
        "KEY 0          root       600        5000       0                       ",
        "",
        "------ Semaphore Arrays --------",
        "key        semid      owner      perms      nsems     ",
        "KEY 0          root       644        3         ",
        "",
        "",
        "------ Message Queues --------",
        head,
        "",
        "Message queue id: 1",
        "",
        "------ Semaphore Arrays --------",
        "key        semid      owner      perms      nsems     ",
        "",
        "",
      ].join("\n"),
      err: "",
    });
  });

  test("belong to the ipc namespace they were made in", async () => {
    const ran = await new Userland({}).run(
      "ipcmk -Q >/dev/null; unshare -i sh -c 'ipcs -q | grep -c root; ipcmk -M 1k; ipcs -m | grep -c root'; ipcs | grep -c root",
    );
    expect(ran.out).toBe("0\nShared memory id: 0\n1\n1\n");
  });

  test("are refused in Linux's words", async () => {
    const ran = await new Userland({}).run(
      "ipcrm -q 9; ipcrm -Q 0x77; ipcmk -M 0; ipcmk -S 0; ipcmk -S 90000; ipcmk; echo $?",
    );
    expect(ran).toEqual({
      status: 0,
      out: "1\n",
      err: [
        "ipcrm: invalid id (9)",
        "ipcrm: invalid key (0x77)",
        "ipcmk: create share memory failed: Invalid argument",
        "ipcmk: create semaphore failed: Invalid argument",
        "ipcmk: create semaphore failed: Invalid argument",
        "ipcmk: bad usage",
        "Try 'ipcmk --help' for more information.",
        "",
      ].join("\n"),
    });
  });

  test("are their owner's to remove", async () => {
    const ran = await new Userland({}).run(
      "ipcmk -Q >/dev/null; su nobody -s /bin/sh -c 'ipcrm -q 0; ipcmk -Q; ipcrm -q 1; ipcs -q | grep -c 0x'",
    );
    expect({ out: ran.out, err: ran.err }).toEqual({
      out: "Message queue id: 1\n1\n",
      err: "ipcrm: permission denied for id (0)\n",
    });
  });
});
