/**
 * Light or dark: follows the system unless the user has chosen, and remembers the choice. Marks the document's root,
 * which is all that styles need; elements that draw by themselves listen.
 */
import { Disposables } from "../base/disposable.ts";
import { Emitter, type Evt } from "../base/event.ts";
import { Remembered } from "./remembered.ts";

/** What is shown. */
export type ThemeName = "light" | "dark";
/** What the user chose. */
export type ThemePreference = "system" | ThemeName;

/** The page's theme. */
export class Theme implements Disposable {
  readonly #root: HTMLElement;
  readonly #systemIsDark = matchMedia("(prefers-color-scheme: dark)");
  readonly #remembered = new Remembered<ThemePreference>("theme", (stored) =>
    stored === "light" || stored === "dark" ? stored : "system",
  );
  readonly #life = new Disposables();
  readonly #onDidChange = this.#life.add(new Emitter<ThemeName>());
  #preference = this.#remembered.get();

  /** Fires with the theme to show when the preference or the system's theme changed. */
  readonly onDidChange: Evt<ThemeName> = this.#onDidChange;

  /** Marks `root` with `data-theme`. */
  constructor(root: HTMLElement) {
    this.#root = root;
    const follow = (): void => this.#apply();
    this.#systemIsDark.addEventListener("change", follow);
    this.#life.defer(() => this.#systemIsDark.removeEventListener("change", follow));
    this.#apply();
  }

  /** The theme to show. */
  get resolved(): ThemeName {
    if (this.#preference !== "system") return this.#preference;
    return this.#systemIsDark.matches ? "dark" : "light";
  }

  get preference(): ThemePreference {
    return this.#preference;
  }

  set preference(preference: ThemePreference) {
    this.#preference = preference;
    this.#remembered.set(preference);
    this.#apply();
  }

  /** Changes to the other theme; back at the system's, the page follows the system again. */
  toggle(): void {
    const other = this.resolved === "dark" ? "light" : "dark";
    const system = this.#systemIsDark.matches ? "dark" : "light";
    this.preference = other === system ? "system" : other;
  }

  [Symbol.dispose](): void {
    this.#life[Symbol.dispose]();
  }

  #apply(): void {
    this.#root.dataset["theme"] = this.resolved;
    this.#onDidChange.fire(this.resolved);
  }
}
