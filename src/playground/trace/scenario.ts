/** The things that can be followed through a guest and a sandbox, as data. */

/** Names one of them. */
export type ScenarioId = "key" | "file" | "clock" | "memory";

/** What is done in both machines, and what is done to know what of it is the thing's own. */
export interface Scenario {
  readonly id: ScenarioId;
  readonly title: string;
  readonly question: string;
  /** In words, for who looks at the figures. */
  readonly method: string;
  readonly act:
    | { readonly kind: "key"; readonly key: string }
    /** Simple commands, run by a shell beside the machine's own consoles; `without` is all but the thing itself. */
    | { readonly kind: "command"; readonly command: string; readonly without: string };
}

/** In the order in which they are offered. */
export const scenarios: readonly Scenario[] = [
  {
    id: "key",
    title: "A key press",
    question: "What happens between a key and the letter on the screen?",
    method:
      "Types x at the shell's prompt of each machine, waits for its echo and deletes it. What the machine does in as long a time without a key is subtracted.",
    act: { kind: "key", key: "x" },
  },
  {
    id: "file",
    title: "A file read",
    question: "Who is asked when a program reads a file?",
    method:
      "Runs cat /etc/passwd with its output thrown away. What the same shell takes to run /bin/true is subtracted.",
    act: {
      kind: "command",
      command: "cat /etc/passwd > /dev/null",
      without: "/bin/true > /dev/null",
    },
  },
  {
    id: "clock",
    title: "A clock read",
    question: "Whose clock does a program read?",
    method:
      "Runs date with its output thrown away. What the same shell takes to run /bin/true is subtracted.",
    act: { kind: "command", command: "date > /dev/null", without: "/bin/true > /dev/null" },
  },
  {
    id: "memory",
    title: "An allocation of 4 MiB",
    question: "Who gives a program its memory?",
    method: "Runs dd with a block of 4 MiB once. What the same takes with a block of 4 KiB is subtracted.",
    act: {
      kind: "command",
      command: "dd if=/dev/zero of=/dev/null bs=4194304 count=1 2> /dev/null",
      without: "dd if=/dev/zero of=/dev/null bs=4096 count=1 2> /dev/null",
    },
  },
];

/** The scenario of that name. */
export function scenarioOf(id: ScenarioId): Scenario {
  const found = scenarios.find((each) => each.id === id);
  if (!found) throw new Error(`there is no scenario "${id}"`);
  return found;
}
