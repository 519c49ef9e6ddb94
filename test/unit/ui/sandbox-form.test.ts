import { describe, expect, it } from "vitest";
import { sandboxOptions } from "../../../src/ui/add-sandbox/sandbox-form.ts";
import { splitWords } from "../../../src/ui/add-sandbox/split-words.ts";

function form(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

describe("the form for a sandbox", () => {
  it("leaves what is empty to its default, but limits, which are then none", () => {
    expect(
      sandboxOptions(
        form({ image: "system", name: " ", memory: "", pids: "", cpus: "", command: "", network: "none" }),
        "system",
      ),
    ).toEqual({
      image: "system",
      memoryMiB: null,
      pidsLimit: null,
    });
  });

  it.each(["0", "101", "2.5", "many"])("refuses to start %s at once", (count) => {
    expect(sandboxOptions(form({ count }), "system")).toEqual({
      field: "count",
      refusal: "How many: use whole numbers from 1 to 100.",
    });
  });

  it("takes all that is given", () => {
    const data = form({
      memory: "8",
      pids: "9",
      cpus: "0.5",
      weight: "200",
      "read-only": "on",
      env: "A=1=2\n\nB= x",
      hostname: "box",
      workdir: "/srv",
      init: "on",
      volumes: "/a:/b:ro\n /c:/d",
      tmpfs: "/tmp:size=1m\n/run",
      network: "veth",
    });
    data.append("share", "ipc");
    data.append("share", "nothing");
    expect(sandboxOptions(data, "system")).toEqual({
      memoryMiB: 8,
      pidsLimit: 9,
      cpus: 0.5,
      cpuWeight: 200,
      readOnly: true,
      env: { A: "1=2", B: " x" },
      hostname: "box",
      workingDirectory: "/srv",
      init: true,
      volumes: [
        { source: "/a", target: "/b", readOnly: true },
        { source: "/c", target: "/d", readOnly: false },
      ],
      tmpfs: ["/tmp:size=1m", "/run"],
      network: "veth",
      share: ["ipc"],
    });
  });

  it.each([
    [{ env: "no variable" }, "env", 'Environment: "no variable" is no variable'],
    [{ command: "echo 'open" }, "command", "Command: it has a quote that is not closed."],
    [{ name: "-web" }, "name", 'Name: "-web" cannot be a sandbox\'s name'],
    [{ hostname: "a b" }, "hostname", 'Host name: "a b" cannot be a host name'],
    [{ memory: "0" }, "memory", "Memory: 0 MiB cannot be"],
    [{ cpus: "99" }, "cpus", "CPUs: 99 cannot be"],
    [{ weight: "0" }, "weight", "CPU weight: 0 cannot be"],
    [{ pids: "1.5" }, "pids", "Processes: 1.5 cannot be"],
    [{ workdir: "srv" }, "workdir", 'Begins in: "srv" cannot be used here'],
    [{ volumes: "/a:/b:rx" }, "volumes", 'Volumes: "/a:/b:rx" is none'],
    [{ volumes: "a:/b" }, "volumes", 'Volumes: "a" cannot be used here'],
    [{ tmpfs: "/a/../b" }, "tmpfs", 'tmpfs: "/a/../b" cannot be used here'],
    [{ kind: "system", confinement: "portal" }, "confinement", "Confinement: Confinement is for application"],
    [{ network: "veth", share: "net" }, "network", "Network: a cable needs"],
    [{ share: "pid", init: "on" }, "share", "Namespaces: An init has to be PID 1"],
    [{ share: "mnt", tmpfs: "/tmp" }, "share", "Namespaces: With the host's mount namespace"],
  ])("refuses %j in words, for its field", (fields, field, words) => {
    expect(sandboxOptions(form(fields), "system")).toEqual({
      field,
      refusal: expect.stringContaining(words),
    });
  });
});

describe("a command's words", () => {
  it.each([
    ["", []],
    ["  ls   -l ", ["ls", "-l"]],
    [`sh -c 'echo "a b"; exit 3'`, ["sh", "-c", 'echo "a b"; exit 3']],
    [`a"b c"'d e'f\\ g ""`, ["ab cd ef g", ""]],
    [`"a \\" b"`, ['a " b']],
    [`"open`, null],
    [`'open`, null],
  ])("of %j", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });
});
