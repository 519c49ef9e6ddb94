/**
 * Opens what the page's address holds behind `#`: a state of the playground, or a place in the view `learn`. Machines
 * and lessons of others are asked about first.
 */
import { builtInLessons } from "../../playground/lessons/built-in-lessons.ts";
import { readStateFragment } from "../../playground/state-link/playground-state.ts";
import { learnTabs } from "../workspace.ts";
import { applyState, type ApplyParts } from "./apply-state.ts";
import { GhOpenLinkDialog } from "./gh-open-link-dialog.ts";

/** Fails with `bad-link` or `bad-lesson`. An address that says nothing to this page is let be. */
export async function openAddress(
  hash: string,
  parts: ApplyParts & { readonly renderRoot: ParentNode },
): Promise<void> {
  const { workspace, desk } = parts;
  const [, tabName, item = null] = /^#learn\/([a-z]+)(?:\/([a-z0-9-]{1,60}))?$/.exec(hash) ?? [];
  const tab = learnTabs.find((each) => each === tabName);
  if (tab) {
    workspace.view = "learn";
    workspace.learnPlace = { tab, item };
    const lesson = tab === "lessons" ? builtInLessons.find(({ id }) => id === item) : undefined;
    if (lesson) desk.begin(lesson);
    return;
  }
  const state = await readStateFragment(hash);
  if (!state) return;
  if (state.machines.length === 0 && !state.lesson?.lesson) {
    await applyState(state, [], parts);
    return;
  }
  // A link that was opened before and not answered is let be.
  parts.renderRoot.querySelector("gh-open-link-dialog")?.remove();
  const dialog = new GhOpenLinkDialog(state, parts);
  parts.renderRoot.append(dialog);
}
