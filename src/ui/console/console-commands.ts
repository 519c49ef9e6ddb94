/**
 * What the console's own keys do. Those about the look change the preferences of all consoles at once.
 */
import { assertNever } from "../../base/assert-never.ts";
import { consolePreferences } from "./console-preferences.ts";
import type { ConsoleCommand } from "./terminal-keys.ts";

/** What one console does itself. */
export interface CommandTarget {
  readonly release: () => void;
  readonly search: () => void;
  readonly copy: () => void;
}

/** Carries out `command`. */
export function obey(command: ConsoleCommand, target: CommandTarget): void {
  switch (command) {
    case "release":
      target.release();
      return;
    case "search":
      target.search();
      return;
    case "copy":
      target.copy();
      return;
    case "paste":
      // The browser answers the key with a paste event.
      return;
    case "larger":
      consolePreferences.stepFontSize(1);
      return;
    case "smaller":
      consolePreferences.stepFontSize(-1);
      return;
    case "default-size":
      consolePreferences.stepFontSize(0);
      return;
    case "toggle-screen-reader":
      consolePreferences.toggleScreenReader();
      return;
    default:
      assertNever(command);
  }
}
