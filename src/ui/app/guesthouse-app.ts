/**
 * The root element: puts the screen together and gives its parts their contexts.
 */
import { provide } from "@lit/context";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { HostSystemState } from "../../playground/host-system.ts";
import type { Machine } from "../../playground/machine.ts";
import type { Playground } from "../../playground/playground.ts";
import "../add-guest/gh-add-guest-dialog.ts";
import type { GhAddGuestDialog } from "../add-guest/gh-add-guest-dialog.ts";
import "../add-sandbox/gh-add-sandbox-dialog.ts";
import type { GhAddSandboxDialog } from "../add-sandbox/gh-add-sandbox-dialog.ts";
import "../add-sandbox/gh-archive-drop.ts";
import "../announcer/gh-announcer.ts";
import { listWidthsPx } from "../arrangement.ts";
import { Commands } from "../commands.ts";
import "../confirm/gh-confirm-dialog.ts";
import type { GhConfirmDialog } from "../confirm/gh-confirm-dialog.ts";
import "../consoles/gh-consoles.ts";
import type { GhConsoles } from "../consoles/gh-consoles.ts";
import {
  commandsContext,
  lessonDeskContext,
  playgroundContext,
  themeContext,
  workspaceContext,
} from "../contexts.ts";
import { EvtController } from "../controllers/evt-controller.ts";
import { KeysController } from "../controllers/keys-controller.ts";
import { MissingCodeController } from "../controllers/missing-code-controller.ts";
import { LostFocusController } from "../controllers/lost-focus-controller.ts";
import { PrefetchController } from "../controllers/prefetch-controller.ts";
import { UnloadController } from "../controllers/unload-controller.ts";
import { ViewHistoryController } from "../controllers/view-history-controller.ts";
import "../divider/gh-divider.ts";
import "../host-bar/gh-host-bar.ts";
import "../keys/gh-keys-dialog.ts";
import type { GhKeysDialog } from "../keys/gh-keys-dialog.ts";
import { LearningController } from "../lessons/learning-controller.ts";
import { LessonDesk } from "../lessons/lesson-desk.ts";
import "../machine-list/gh-machine-list.ts";
import type { GhMachineList } from "../machine-list/gh-machine-list.ts";
import "../notices/gh-notices.ts";
import { Notices } from "../notices.ts";
import { hostPlace, type Place } from "../place.ts";
import { base } from "../styles/shared.ts";
import { Theme } from "../theme.ts";
import "../tooltip/gh-tooltip.ts";
import "../top-bar/gh-top-bar.ts";
import { turn } from "../turns.ts";
import { viewEntry, type View } from "../views.ts";
import { Workspace } from "../workspace.ts";
import { appStyles, pageStyles } from "./app-styles.ts";
import { MachinesFollower } from "./machines-follower.ts";
import { NewMachineKeyboard } from "./new-machine-keyboard.ts";
import { PageKeys } from "./page-keys.ts";

/** `new GuesthouseApp(playground)`, once a page. */
@customElement("guesthouse-app")
export class GuesthouseApp extends LitElement {
  static override styles = [base, appStyles];

  @provide({ context: playgroundContext }) readonly playground: Playground;
  @provide({ context: themeContext }) readonly theme = new Theme(document.documentElement);
  @provide({ context: workspaceContext }) readonly workspace = new Workspace();
  @provide({ context: commandsContext }) readonly commands: Commands;
  @provide({ context: lessonDeskContext }) readonly desk = new LessonDesk();
  readonly #notices = new Notices();
  readonly #follower: MachinesFollower;
  readonly #newMachineKeyboard = new NewMachineKeyboard((machine) => {
    if (this.playground.machines.some(({ id }) => id === machine.id)) this.#use(machine);
  });
  readonly #lostFocus = new LostFocusController(this, () =>
    this.list.focusMachine(this.workspace.selectedId ?? hostPlace.id),
  );
  #count = 0;
  #panic: HostSystemState | null = null;

  /** Views whose code is here: it comes when one is first opened. */
  @state() private loaded: ReadonlySet<View> = new Set();
  readonly #loading = new Set<View>();
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
    this.#follower = new MachinesFollower(playground, this.workspace);
    const keys = new PageKeys(playground, this.workspace, this.commands, {
      showGuestDialog: () => this.addDialog.show(),
      showSandboxDialog: () => this.sandboxDialog.show(),
      showKeys: () => this.keysDialog.show(),
      use: (place) => this.#use(place),
      focusRow: (id) => this.list.focusMachine(id),
      dismissNotice: () => this.#notices.dismissNewest(),
    });
    document.adoptedStyleSheets.push(...pageStyles());
    void new PrefetchController(this, this.commands);
    void new UnloadController(this, playground);
    void new ViewHistoryController(this, this.workspace);
    void new MissingCodeController(this, this.#notices);
    void new KeysController(this, (command, key) => keys.obey(command, key));
    void new EvtController(this, () => this.workspace.onDidChange);
    void new EvtController(
      this,
      () => this.commands.onDidAddToType,
      (machine) => this.#newMachineKeyboard.added(machine),
    );
    void new LearningController(this, this.#notices);
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
    this.addEventListener("gh-break-it", ({ detail }) => void this.#breakIt(detail));
    this.addEventListener("gh-keys-dialog", () => this.keysDialog.show());
  }

  protected override render(): TemplateResult {
    const { workspace } = this;
    return html`<gh-top-bar></gh-top-bar>
      <gh-host-bar></gh-host-bar>
      <div
        class="body"
        ?data-lesson=${this.desk.open !== null}
        style="--list-width: ${workspace.listWidthPx}px"
      >
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
        ${this.desk.open === null ? nothing : html`<gh-lesson-panel></gh-lesson-panel>`}
      </div>
      <gh-add-guest-dialog></gh-add-guest-dialog>
      <gh-add-sandbox-dialog></gh-add-sandbox-dialog>
      <gh-archive-drop></gh-archive-drop>
      <gh-keys-dialog></gh-keys-dialog>
      <gh-break-it-dialog></gh-break-it-dialog>
      <gh-confirm-dialog></gh-confirm-dialog>
      <gh-notices .notices=${this.#notices}></gh-notices>
      <gh-tooltip></gh-tooltip>
      <gh-announcer></gh-announcer>`;
  }

  /** Its code comes when it is first wanted. */
  async #breakIt(machine: Machine): Promise<void> {
    await import("../break-it/gh-break-it-dialog.ts");
    this.renderRoot.querySelector("gh-break-it-dialog")?.show(machine);
  }

  #view(): TemplateResult | typeof nothing {
    const { id, element, load } = viewEntry(this.workspace.view);
    if (load === null || this.loaded.has(id)) return element();
    void this.#load(id, load);
    return nothing;
  }

  /** Where the code did not come it is asked for again the next time that the view is drawn. */
  async #load(id: View, load: () => Promise<unknown>): Promise<void> {
    if (this.#loading.has(id)) return;
    this.#loading.add(id);
    try {
      await load();
      this.loaded = new Set([...this.loaded, id]);
    } finally {
      this.#loading.delete(id);
    }
  }

  #use(place: Place): void {
    this.workspace.select(place);
    // A touch keyboard would cover the console that was to be seen.
    if (matchMedia("(pointer: coarse)").matches) return;
    void this.updateComplete.then(() => this.consoles?.focusConsole(place.id));
  }

  #release(): void {
    const { selectedId } = this.workspace;
    if (selectedId) this.list.focusMachine(selectedId);
  }

  /** A panic takes the sandboxes off the list with it: without a word they would just be gone. */
  #hostChanged(): void {
    const { state: now } = this.playground.hostSystem;
    if (now.kind === "panicked" && now !== this.#panic)
      this.#notices.tell(`The host's kernel has stopped: ${now.why} All sandboxes ended with it.`);
    this.#panic = now.kind === "panicked" ? now : null;
  }

  #machinesChanged(): void {
    const first = this.#follower.follow();
    const { length } = this.playground.machines;
    if (length < this.#count) this.#lostFocus.watch();
    this.#count = length;
    // The button that was pressed is gone with the empty state; the keyboard goes where it led to.
    if (first && this.workspace.view === "consoles") void turn().then(() => this.#use(first));
  }
}

/** In percent of the page's width. */
function ofPage(widthPx: number): number {
  return (100 * widthPx) / innerWidth;
}

declare global {
  interface HTMLElementTagNameMap {
    "guesthouse-app": GuesthouseApp;
  }
}
