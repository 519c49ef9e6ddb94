/**
 * The root element: puts the screen together, gives its parts their contexts, and obeys the page's keys.
 */
import { provide } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { assertNever } from "../../base/assert-never.ts";
import type { Machine } from "../../playground/machine.ts";
import type { HostSystemState } from "../../playground/host-system.ts";
import type { Playground, PlaygroundMachine } from "../../playground/playground.ts";
import "../add-guest/gh-add-guest-dialog.ts";
import type { GhAddGuestDialog } from "../add-guest/gh-add-guest-dialog.ts";
import "../add-sandbox/gh-add-sandbox-dialog.ts";
import type { GhAddSandboxDialog } from "../add-sandbox/gh-add-sandbox-dialog.ts";
import "../add-sandbox/gh-archive-drop.ts";
import "../announcer/gh-announcer.ts";
import { Commands } from "../commands.ts";
import "../confirm/gh-confirm-dialog.ts";
import type { GhConfirmDialog } from "../confirm/gh-confirm-dialog.ts";
import "../consoles/gh-consoles.ts";
import type { GhConsoles } from "../consoles/gh-consoles.ts";
import { commandsContext, playgroundContext, themeContext, workspaceContext } from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { KeysController } from "../controllers/keys-controller.ts";
import { PrefetchController } from "../controllers/prefetch-controller.ts";
import { UnloadController } from "../controllers/unload-controller.ts";
import "../divider/gh-divider.ts";
import "../host-bar/gh-host-bar.ts";
import "../keys/gh-keys-dialog.ts";
import type { GhKeysDialog } from "../keys/gh-keys-dialog.ts";
import type { KeyCommand } from "../keys/keys.ts";
import "../machine-list/gh-machine-list.ts";
import type { GhMachineList } from "../machine-list/gh-machine-list.ts";
import "../notices/gh-notices.ts";
import { Notices } from "../notices.ts";
import { allPlaces, hostPlace, type Place } from "../place.ts";
import { base } from "../styles/shared.ts";
import { Theme } from "../theme.ts";
import "../tooltip/gh-tooltip.ts";
import "../top-bar/gh-top-bar.ts";
import { viewEntry, type View } from "../views.ts";
import { listWidthsPx, Workspace } from "../workspace.ts";
import { appStyles, pageStyles } from "./app-styles.ts";

/** `new GuesthouseApp(playground)`, once a page. */
@customElement("guesthouse-app")
export class GuesthouseApp extends LitElement {
  static override styles = [base, appStyles];

  @provide({ context: playgroundContext }) readonly playground: Playground;
  @provide({ context: themeContext }) readonly theme = new Theme(document.documentElement);
  @provide({ context: workspaceContext }) readonly workspace = new Workspace();
  @provide({ context: commandsContext }) readonly commands: Commands;
  readonly #notices = new Notices();
  #known: readonly PlaygroundMachine[] = [];
  #panic: HostSystemState | null = null;

  /** Views whose code is here: it comes when one is first opened. */
  @state() private loaded: ReadonlySet<View> = new Set();
  @query("gh-consoles") private readonly consoles!: GhConsoles | null;
  @query("gh-machine-list") private readonly list!: GhMachineList;
  @query("gh-add-guest-dialog") private readonly addDialog!: GhAddGuestDialog;
  @query("gh-add-sandbox-dialog") private readonly sandboxDialog!: GhAddSandboxDialog;
  @query("gh-confirm-dialog") private readonly confirmDialog!: GhConfirmDialog;
  @query("gh-keys-dialog") private readonly keysDialog!: GhKeysDialog;

  constructor(playground: Playground) {
    super();
    this.playground = playground;
    this.commands = new Commands(playground, this.workspace, this.#notices, (verb, machine) =>
      this.confirmDialog.ask(verb, machine),
    );
    document.adoptedStyleSheets.push(...pageStyles());
    void new PrefetchController(this, this.commands);
    void new UnloadController(this, playground);
    void new KeysController(this, (command, key) => this.#obey(command, key));
    void new EvtController(this, () => this.workspace.onDidChange);
    void new EvtController(
      this,
      () => playground.hostSystem.onDidChange,
      () => this.#hostChanged(),
    );
    void new EvtController(
      this,
      () => playground.onDidChangeMachines,
      () => this.#machinesChanged(),
    );
    this.addEventListener("gh-machine-chosen", ({ detail }) => this.#use(detail));
    this.addEventListener("gh-console-release", () => this.#release());
    this.addEventListener("gh-add-guest-dialog", () => this.addDialog.show());
    this.addEventListener("gh-add-sandbox-dialog", () => this.sandboxDialog.show());
    this.addEventListener("gh-archive-dropped", ({ detail }) => this.sandboxDialog.show(detail));
    this.addEventListener("gh-keys-dialog", () => this.keysDialog.show());
  }

  protected override render(): TemplateResult {
    const { workspace } = this;
    return html`<gh-top-bar></gh-top-bar>
      <gh-host-bar></gh-host-bar>
      <div class="body" style="--list-width: ${workspace.listWidthPx}px">
        <gh-machine-list></gh-machine-list>
        <main aria-label=${viewEntry(workspace.view).title}>
          <gh-divider
            orientation="vertical"
            label="Width of the machine list"
            .position=${ofPage(workspace.listWidthPx)}
            .least=${ofPage(listWidthsPx.least)}
            .most=${ofPage(listWidthsPx.most)}
            @gh-divider-move=${({ detail }: CustomEvent<number>) => (workspace.listWidthPx += detail)}
            @gh-divider-reset=${() => workspace.resetListWidth()}
          ></gh-divider>
          ${this.#view()}
        </main>
      </div>
      <gh-add-guest-dialog></gh-add-guest-dialog>
      <gh-add-sandbox-dialog></gh-add-sandbox-dialog>
      <gh-archive-drop></gh-archive-drop>
      <gh-keys-dialog></gh-keys-dialog>
      <gh-confirm-dialog></gh-confirm-dialog>
      <gh-notices .notices=${this.#notices}></gh-notices>
      <gh-tooltip></gh-tooltip>
      <gh-announcer></gh-announcer>`;
  }

  #view(): TemplateResult | typeof nothing {
    const { id, element, load } = viewEntry(this.workspace.view);
    if (load === null || this.loaded.has(id)) return element();
    void load().then(() => (this.loaded = new Set([...this.loaded, id])));
    return nothing;
  }

  #obey(command: KeyCommand, key: string): boolean {
    const { workspace, commands } = this;
    const selected = this.#selected;
    switch (command) {
      case "new-guest":
        void commands.addGuest();
        return true;
      case "new-guest-dialog":
        this.addDialog.show();
        return true;
      case "new-sandbox":
        void commands.addSandbox();
        return true;
      case "new-sandbox-dialog":
        this.sandboxDialog.show();
        return true;
      case "host-console":
        this.#use(hostPlace);
        return true;
      case "details":
        if (selected) workspace.setInspected(selected, !workspace.isInspected(selected));
        return selected?.kind === "sandbox";
      case "keys":
        this.keysDialog.show();
        return true;
      case "consoles":
      case "monitor":
      case "anatomy":
      case "ask":
      case "experiments":
      case "learn":
        workspace.view = command;
        return true;
      case "toggle-mode":
        workspace.mode = workspace.mode === "tiles" ? "tabs" : "tiles";
        return true;
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
    return this.playground.machines.find(({ id }) => id === this.workspace.selectedId);
  }

  get #places(): readonly Place[] {
    return allPlaces(this.playground.machines);
  }

  #use(place: Place): void {
    this.workspace.select(place);
    // A touch keyboard would cover the console that was to be seen.
    if (matchMedia("(pointer: coarse)").matches) return;
    void this.updateComplete.then(() => this.consoles?.focusConsole(place.id));
  }

  #moveSelected(by: number): boolean {
    const place = this.#places.find(({ id }) => id === this.workspace.selectedId);
    if (place) this.commands.moveTile(place, by);
    return place !== undefined;
  }

  #useNth(number: number): boolean {
    const shown = this.workspace.ordered(this.#places).filter((each) => !this.workspace.isHidden(each));
    const place = shown[number - 1];
    if (place) this.#use(place);
    return place !== undefined;
  }

  #selectBy(step: number): boolean {
    const { machines } = this.playground;
    // The host takes part once it is shown: going through machines shall not boot it.
    const places: readonly Place[] = this.workspace.isHidden(hostPlace) ? machines : this.#places;
    const at = places.findIndex(({ id }) => id === this.workspace.selectedId);
    const place = places[(at + step + places.length) % places.length];
    if (!place) return false;
    this.workspace.select(place);
    this.list.focusMachine(place.id);
    return true;
  }

  #release(): void {
    const { selectedId } = this.workspace;
    if (selectedId) this.list.focusMachine(selectedId);
  }

  #close(): boolean {
    if (this.#notices.dismissNewest()) return true;
    const maximised = this.#places.find(({ id }) => id === this.workspace.maximisedId);
    if (maximised) this.workspace.toggleMaximised(maximised);
    return maximised !== undefined;
  }

  /** A panic takes the sandboxes off the list with it: without a word they would just be gone. */
  #hostChanged(): void {
    const { state: now } = this.playground.hostSystem;
    if (now.kind === "panicked" && now !== this.#panic)
      this.#notices.tell(`The host's kernel has stopped: ${now.why} All sandboxes ended with it.`);
    this.#panic = now.kind === "panicked" ? now : null;
  }

  /** Of many that come at once, only so many open a tile: the others wait in the list until they are chosen. */
  #hideCrowd(machines: readonly PlaygroundMachine[]): void {
    const { workspace } = this;
    const shown = this.#known.filter((machine) => !workspace.isHidden(machine)).length;
    const arrived = machines.filter((machine) => !this.#known.includes(machine));
    for (const machine of arrived.slice(Math.max(0, mostTiles - shown))) workspace.setHidden(machine, true);
  }

  #machinesChanged(): void {
    const { machines } = this.playground;
    this.workspace.keepOnly(machines);
    for (const machine of this.#known) if (!machines.includes(machine)) void releaseTerminals(machine);
    this.#hideCrowd(machines);
    const [first] = machines;
    // The button that was pressed is gone with the empty state; the keyboard goes where it led to.
    const fromEmpty = this.#known.length === 0 && this.workspace.view === "consoles";
    if (first && fromEmpty) void this.updateComplete.then(() => this.#use(first));
    this.#known = [...machines];
  }
}

/** As many consoles as fit a large screen in a readable size. */
const mostTiles = 8;

/** In percent of the page's width. */
function ofPage(widthPx: number): number {
  return (100 * widthPx) / innerWidth;
}

/** A terminal outlives every element that shows it, but not its machine. */
async function releaseTerminals({ lines }: Machine): Promise<void> {
  const { releaseTerminal } = await import("../console/gh-console.ts");
  for (const { line } of lines) releaseTerminal(line);
}

declare global {
  interface HTMLElementTagNameMap {
    "guesthouse-app": GuesthouseApp;
  }
}
