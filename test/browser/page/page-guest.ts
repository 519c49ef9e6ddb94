/**
 * A guest of the page under test, driven through `globalThis.guesthouse` from Node. Every wait ends after a minute.
 */
import type { Page } from "playwright-core";
import type { CommandResult } from "../../../src/playground/machine-console.ts";
import type { AddGuestOptions } from "../../../src/playground/playground.ts";
import type { Scripting } from "../../../src/playground/scripting.ts";

declare global {
  var guesthouse: Scripting;
}

/** The verbs, in the order menus show them. */
export const verbs = [
  "start",
  "pause",
  "resume",
  "shutdown",
  "reboot",
  "reset",
  "destroy",
  "remove",
] as const;
export type Verb = (typeof verbs)[number];

/** How a verb or an `addGuest` ended. */
export type Outcome = { readonly code: "done" } | { readonly code: string; readonly message: string };

const longestMs = 60_000;

/** What a shell that waits for a command has printed last. */
export const prompt = /# $/;

/** What a guest prints when it has booted, to its first prompt. */
export const welcome = /You are root\.[^]*# $/;

/** A machine of the page, by its id. */
export class PageGuest {
  readonly #page: Page;
  readonly id: string;

  constructor(page: Page, id: string) {
    this.#page = page;
    this.id = id;
  }

  /** The machine at `index` of `guesthouse.machines`, as soon as there is one. */
  static async at(page: Page, index: number): Promise<PageGuest> {
    const id = await page.waitForFunction((at) => guesthouse.machines[at]?.id, index, { timeout: longestMs });
    return new PageGuest(page, (await id.jsonValue()) ?? "");
  }

  /** Adds a guest and waits for its first prompt. */
  static async booted(page: Page, options: AddGuestOptions = {}): Promise<PageGuest> {
    const guest = await PageGuest.added(page, options);
    await guest.waitFor(prompt);
    return guest;
  }

  /** Adds a guest; rejects if that fails. */
  static async added(page: Page, options: AddGuestOptions = {}): Promise<PageGuest> {
    const id = await page.evaluate(async (asked) => (await guesthouse.addGuest(asked)).id, options);
    return new PageGuest(page, id);
  }

  /** Tries to add a guest. */
  static tryAdding(page: Page, options: AddGuestOptions): Promise<Outcome> {
    return page.evaluate(async (asked): Promise<Outcome> => {
      try {
        await guesthouse.addGuest(asked);
        return { code: "done" };
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return { code, message };
      }
    }, options);
  }

  name(): Promise<string> {
    return this.#page.evaluate(
      (id) => guesthouse.machines.find((each) => each.id === id)?.name ?? "",
      this.id,
    );
  }

  /** `gone` once it is removed. */
  state(): Promise<string> {
    return this.#page.evaluate(
      (id) => guesthouse.machines.find((each) => each.id === id)?.state ?? "gone",
      this.id,
    );
  }

  text(): Promise<string> {
    return this.#page.evaluate(
      (id) => guesthouse.machines.find((each) => each.id === id)?.console.text() ?? "",
      this.id,
    );
  }

  write(text: string): Promise<void> {
    return this.#page.evaluate(
      ([id, typed]) => guesthouse.machines.find((each) => each.id === id)?.console.write(typed),
      [this.id, text] as const,
    );
  }

  /** Waits for text printed since the last match. */
  waitFor(pattern: RegExp): Promise<string> {
    return this.#page.evaluate(
      ({ id, source, flags, ms }) => {
        const machine = guesthouse.machines.find((each) => each.id === id);
        if (!machine) throw new Error(`there is no machine ${id}`);
        return machine.console
          .waitFor(new RegExp(source, flags), { signal: AbortSignal.timeout(ms) })
          .catch((error: unknown) => {
            throw new Error(
              `waited for ${source} in vain (${String(error)}); the end of the console is ${JSON.stringify(machine.console.text().slice(-300))}`,
            );
          });
      },
      { id: this.id, source: pattern.source, flags: pattern.flags, ms: longestMs },
    );
  }

  /** Runs a command at the prompt and waits for the next one, so that no later wait takes it for a new boot's. */
  async run(command: string): Promise<CommandResult> {
    const result = await this.#page.evaluate(
      ({ id, line, ms }) => {
        const machine = guesthouse.machines.find((each) => each.id === id);
        if (!machine) throw new Error(`there is no machine ${id}`);
        return machine.console.run(line, { signal: AbortSignal.timeout(ms) }).catch((error: unknown) => {
          throw new Error(
            `${line} did not end (${String(error)}); the end of the console is ${JSON.stringify(machine.console.text().slice(-300))}`,
          );
        });
      },
      { id: this.id, line: command, ms: longestMs },
    );
    await this.waitFor(prompt);
    return result;
  }

  /** Runs a command and gives what it printed. */
  async output(command: string): Promise<string> {
    return (await this.run(command)).output;
  }

  /** Performs a verb and tells how it ended. */
  perform(verb: Verb): Promise<Outcome> {
    return this.#page.evaluate(
      async ({ id, called }): Promise<Outcome> => {
        const machine = guesthouse.machines.find((each) => each.id === id);
        if (!machine) throw new Error(`there is no machine ${id}`);
        try {
          await machine[called]();
          return { code: "done" };
        } catch (error) {
          const { code, message } = error as { code: string; message: string };
          return { code, message };
        }
      },
      { id: this.id, called: verb },
    );
  }

  waitForState(state: string): Promise<void> {
    return this.#page.evaluate(
      async ({ id, wanted, ms }) => {
        const machine = guesthouse.machines.find((each) => each.id === id);
        if (!machine) throw new Error(`there is no machine ${id}`);
        await machine.waitForState(wanted, { signal: AbortSignal.timeout(ms) }).catch((error: unknown) => {
          throw new Error(`waited for ${wanted} in vain (${String(error)}): it is ${machine.state}`);
        });
      },
      { id: this.id, wanted: state, ms: longestMs },
    );
  }
}

/** Waits until the monitor has taken `count` more samples. */
export async function samplesPass(page: Page, count: number): Promise<void> {
  const from = await page.evaluate(() => guesthouse.monitor.latest()?.atMs ?? 0);
  await page.waitForFunction(
    ({ after, wanted }) =>
      guesthouse.monitor.history().filter((sample) => sample.atMs > after).length >= wanted,
    { after: from, wanted: count },
    { timeout: longestMs },
  );
}

/** How many guests' workers live. The image has one of its own while it loads. */
export function guestWorkers(page: Page): number {
  return page.workers().filter((worker) => worker.url().includes("guest.worker")).length;
}
