/**
 * What elements may ask their surroundings for: the playground and the theme. Everything else comes as a property.
 */
import { createContext } from "@lit/context";
import type { Playground } from "../playground/playground.ts";
import type { Theme } from "./theme.ts";

/** The model of the page. */
export const playgroundContext = createContext<Playground>(Symbol("playground"));

/** Light or dark. */
export const themeContext = createContext<Theme>(Symbol("theme"));
