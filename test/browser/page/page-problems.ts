/**
 * What must not happen in any page: errors on the console, uncaught errors, breaches of the Content-Security-Policy, and
 * requests that leave the origin.
 */
import type { Page } from "playwright-core";

declare global {
  /** Tells the test of a breach of the policy. */
  var guesthouseTestBreach: (text: string) => Promise<void>;
}

/** Collects problems from before the page's first script. */
export class PageProblems {
  readonly #found: string[] = [];
  readonly #expected: readonly RegExp[];

  /** `expected`: what a test brings about on purpose. */
  private constructor(expected: readonly RegExp[]) {
    this.#expected = expected;
  }

  static async watch(page: Page, origin: string, expected: readonly RegExp[]): Promise<PageProblems> {
    const problems = new PageProblems(expected);
    page.on("console", (message) => {
      if (message.type() === "error")
        problems.#note(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => problems.#note(`uncaught: ${error.stack ?? error.message}`));
    page.on("crash", () => problems.#note("the page crashed"));
    page.on("request", (request) => {
      const url = new URL(request.url());
      const local = url.origin === origin || url.protocol === "data:" || url.protocol === "blob:";
      if (!local) problems.#note(`left the origin: ${request.url()}`);
    });
    await page.exposeBinding("guesthouseTestBreach", (_source, text: string) => problems.#note(text));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        void guesthouseTestBreach(`policy: ${event.violatedDirective} blocked ${event.blockedURI}`);
      });
    });
    return problems;
  }

  /** All that was found, in order. */
  get found(): readonly string[] {
    return this.#found;
  }

  #note(text: string): void {
    if (!this.#expected.some((pattern) => pattern.test(text))) this.#found.push(text);
  }
}
