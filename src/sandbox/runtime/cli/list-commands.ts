/**
 * `sandbox ps`, `images`, `stats` and `inspect`.
 */
import type { Blocking } from "../../abi/blocking.ts";
import { tableLines } from "../../programs/command/columns.ts";
import { flag, parseOptions, UsageError } from "../../programs/command/options.ts";
import type { CgroupUsage } from "../engine-kernel.ts";
import type { Sandbox } from "../sandbox.ts";
import { statsHeader, statsRow } from "../stats.ts";
import { exitStatus } from "./join-line.ts";
import { since } from "./since.ts";
import type { Invocation } from "./sandbox-command.ts";

/** Lists sandboxes. */
export function* list({ command, engine, args }: Invocation): Blocking<number> {
  const { options } = parseOptions(
    { all: flag("-a, --all", "those that do not run, too"), quiet: flag("-q, --quiet", "only ids") },
    args,
  );
  const shown = engine.sandboxes.filter((sandbox) => options.all || sandbox.can("stop"));
  if (options.quiet) {
    yield* command.out.print(shown.map(({ id }) => `${id}\n`).join(""));
    return 0;
  }
  const nowMs = command.sys.clock("realtime");
  const rows = shown.map((sandbox) => [
    sandbox.id,
    sandbox.image.id,
    quoted(sandbox.config.process.args),
    `${since(nowMs - sandbox.createdAtMs)} ago`,
    statusOf(sandbox, nowMs),
    sandbox.name,
  ]);
  yield* print({ command }, ["CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "NAMES"], rows);
  return 0;
}

/** Lists images. */
export function* listImages({ command, engine }: Invocation): Blocking<number> {
  yield* print(
    { command },
    ["IMAGE"],
    engine.imageIds.map((id) => [id]),
  );
  return 0;
}

/** Shows what sandboxes use; again every second until a key or Ctrl-C ends it. */
export function* stats(invocation: Invocation): Blocking<number> {
  const { command, engine, args, hostMemoryBytes } = invocation;
  const { options, operands } = parseOptions({ once: flag("--no-stream", "once, over a second") }, args);
  const chosen = (): readonly Sandbox[] =>
    operands.length > 0
      ? operands.map((name) => engine.find(name))
      : engine.sandboxes.filter((one) => one.can("stop"));
  let before = new Map<string, CgroupUsage | null>();
  let readAtMs = command.sys.clock("monotonic");
  for (const { id, usage } of chosen()) before.set(id, usage);
  for (;;) {
    yield* command.sys.sleep(1000);
    const nowMs = command.sys.clock("monotonic");
    const readings = chosen().map(({ id, name, usage, traffic }) => ({ id, name, usage, traffic }));
    const rows = readings.map((reading) =>
      statsRow(reading, before.get(reading.id) ?? null, nowMs - readAtMs, hostMemoryBytes),
    );
    before = new Map(readings.map(({ id, usage }) => [id, usage]));
    readAtMs = nowMs;
    // Home and clear, as every live table does.
    if (!options.once) yield* command.out.print("\u001B[H\u001B[J");
    yield* print({ command }, statsHeader, rows);
    yield* command.out.flush();
    if (options.once) return 0;
  }
}

/** Prints all that is known of sandboxes. */
export function* inspect({ command, engine, args }: Invocation): Blocking<number> {
  if (args.length === 0) throw new UsageError("name a sandbox");
  const known = args.map((name) => {
    const sandbox = engine.find(name);
    const { id, kind, state, pid, bundle, createdAtMs, startedAtMs, end, image, config, usage } = sandbox;
    return {
      id,
      name: sandbox.name,
      kind,
      state: { status: state, pid, startedAt: iso(startedAtMs), ended: end },
      created: iso(createdAtMs),
      bundle,
      image: {
        id: image.id,
        layers: image.layers.map(({ digest, bytes }) => ({ digest, bytes })),
        config: image.config,
      },
      usage,
      config,
    };
  });
  yield* command.out.print(`${JSON.stringify(known, null, 2)}\n`);
  return 0;
}

function* print(
  { command }: Pick<Invocation, "command">,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): Blocking<void> {
  const lines = tableLines(
    heads.map((head) => ({ head })),
    rows,
    "   ",
  );
  yield* command.out.print(lines.map((line) => `${line}\n`).join(""));
}

function statusOf(sandbox: Sandbox, nowMs: number): string {
  const upMs = nowMs - (sandbox.startedAtMs ?? nowMs);
  switch (sandbox.state) {
    case "created":
      return "Created";
    case "running":
      return `Up ${since(upMs)}`;
    case "paused":
      return `Up ${since(upMs)} (Paused)`;
    case "exited":
      return `Exited (${exitStatus(sandbox.end)})`;
  }
}

function quoted(words: readonly string[]): string {
  const text = words.join(" ");
  return `"${text.length > 20 ? `${text.slice(0, 19)}…` : text}"`;
}

function iso(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
