/**
 * What elements may ask their surroundings for: the model, the theme, how the screen is
 * arranged, and commands. Everything else comes as a property.
 */
import { createContext } from "@lit/context";
import type { Playground } from "../playground/playground.ts";
import type { Commands } from "./commands.ts";
import type { LessonDesk } from "./lessons/lesson-desk.ts";
import type { Theme } from "./theme.ts";
import type { Workspace } from "./workspace.ts";

/** The model of the page. */
export const playgroundContext = createContext<Playground>(Symbol("playground"));

/** Light or dark. */
export const themeContext = createContext<Theme>(Symbol("theme"));

/** How the screen is arranged. */
export const workspaceContext = createContext<Workspace>(Symbol("workspace"));

/** What may be asked of the playground, with failures told to the user. */
export const commandsContext = createContext<Commands>(Symbol("commands"));

/** Which lesson is open, and how far each was gone through. */
export const lessonDeskContext = createContext<LessonDesk>(Symbol("lesson desk"));
