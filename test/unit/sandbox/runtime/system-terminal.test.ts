import { expect, it } from "vitest";
import { SandboxHostWorld, TypedLine } from "../../../support/sandbox-host-world.ts";

/** What a terminal shows of what was printed: without the line editor's escape sequences. */
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const shown = (text: string): string => text.replaceAll(/\u001B\[[?\d;]*[a-zA-Z]/g, "").replaceAll("\r", "");

it("a system's console is the shell's alone: services control no terminal", async () => {
  using world = await SandboxHostWorld.boot();
  const sandbox = await world.until(world.host.engine.create({ name: "web" }));
  const console = new TypedLine(sandbox.line);
  await world.until(sandbox.start());
  await world.untilPrinted(() => shown(console.text), /# $/);
  console.type(
    "for p in syslogd crond sh; do cut -d' ' -f2,7 /proc/$(pgrep -x $p)/stat; done; echo do''ne\r",
  );
  expect(await world.untilPrinted(() => shown(console.text), /\n\(syslogd[^]*\ndone/)).toMatch(
    /^\n\(syslogd\) 0\n\(crond\) 0\n\(sh\) [1-9]\d*\ndone$/,
  );
});
