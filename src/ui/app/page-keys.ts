/**
 * Does what the page's keys ask for. Knows what there is to ask of the page, and neither its elements nor which key asks
 * for what.
 */
import { assertNever } from "../../base/assert-never.ts";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import type { Commands } from "../commands.ts";
import type { KeyCommand } from "../keys/keys.ts";
import { allPlaces, hostPlace, type Place } from "../place.ts";
import { viewEntry } from "../views.ts";
import type { Workspace } from "../workspace.ts";

/** What keys may ask of the page's elements. */
export interface KeyTargets {
  showGuestDialog(): void;
  showSandboxDialog(): void;
  showKeys(): void;
  /** Shows a console and gives it the keyboard. */
  use(place: Place): void;
  /** Puts the focus on a place's row. */
  focusRow(id: string): void;
  /** Takes the newest notice away, if there is one. */
  dismissNotice(): boolean;
}

/** Obeys keys, once a page. */
export class PageKeys {
  readonly #playground: Playground;
  readonly #workspace: Workspace;
  readonly #commands: Commands;
  readonly #targets: KeyTargets;

  constructor(playground: Playground, workspace: Workspace, commands: Commands, targets: KeyTargets) {
    this.#playground = playground;
    this.#workspace = workspace;
    this.#commands = commands;
    this.#targets = targets;
  }

  /** Does what `command` asks; whether there was something to do. */
  obey(command: KeyCommand, key: string): boolean {
    const workspace = this.#workspace;
    const commands = this.#commands;
    const targets = this.#targets;
    const selected = this.#selected;
    switch (command) {
      case "new-guest":
        void commands.addGuest();
        return true;
      case "new-guest-dialog":
        targets.showGuestDialog();
        return true;
      case "new-sandbox":
        void commands.addSandbox();
        return true;
      case "new-sandbox-dialog":
        targets.showSandboxDialog();
        return true;
      case "host-console":
        targets.use(hostPlace);
        return true;
      case "details":
        if (selected) workspace.setInspected(selected, !workspace.isInspected(selected));
        return selected !== undefined;
      case "keys":
        targets.showKeys();
        return true;
      case "consoles":
      case "monitor":
      case "anatomy":
      case "ask":
      case "experiments":
      case "learn":
        workspace.view = command;
        commands.say(viewEntry(command).title);
        return true;
      case "toggle-mode":
        workspace.mode = workspace.mode === "tiles" ? "tabs" : "tiles";
        return true;
      case "maximise":
        return this.#maximiseSelected();
      case "nth-console":
        return this.#useNth(Number(key));
      case "previous-machine":
        return this.#selectBy(-1);
      case "next-machine":
        return this.#selectBy(1);
      case "pause-or-resume":
        if (selected) commands.perform(selected.can("resume") ? "resume" : "pause", selected);
        return selected !== undefined;
      case "move-left":
      case "move-right":
        return this.#moveSelected(command === "move-left" ? -1 : 1);
      case "close":
        return this.#close();
      default:
        return assertNever(command);
    }
  }

  get #selected(): Machine | undefined {
    return this.#playground.machines.find(({ id }) => id === this.#workspace.selectedId);
  }

  get #places(): readonly Place[] {
    return allPlaces(this.#playground.machines);
  }

  #moveSelected(by: number): boolean {
    const place = this.#places.find(({ id }) => id === this.#workspace.selectedId);
    if (place) this.#commands.moveTile(place, by);
    return place !== undefined;
  }

  #maximiseSelected(): boolean {
    const workspace = this.#workspace;
    const place = this.#places.find(({ id }) => id === workspace.selectedId);
    if (!place || workspace.mode === "tabs") return false;
    workspace.select(place);
    workspace.toggleMaximised(place);
    const how = workspace.maximisedId === place.id ? "is maximised" : "has its size again";
    this.#commands.say(`${place.name} ${how}`);
    return true;
  }

  #useNth(number: number): boolean {
    const shown = this.#workspace.ordered(this.#places).filter((each) => !this.#workspace.isHidden(each));
    const place = shown[number - 1];
    if (place) this.#targets.use(place);
    return place !== undefined;
  }

  #selectBy(step: number): boolean {
    const { machines } = this.#playground;
    // The host takes part once it is shown: going through machines shall not boot it.
    const places: readonly Place[] = this.#workspace.isHidden(hostPlace) ? machines : this.#places;
    const at = places.findIndex(({ id }) => id === this.#workspace.selectedId);
    const place = places[(at + step + places.length) % places.length];
    if (!place) return false;
    this.#workspace.select(place);
    this.#targets.focusRow(place.id);
    return true;
  }

  #close(): boolean {
    if (this.#targets.dismissNotice()) return true;
    const maximised = this.#places.find(({ id }) => id === this.#workspace.maximisedId);
    if (maximised) this.#workspace.toggleMaximised(maximised);
    return maximised !== undefined;
  }
}
