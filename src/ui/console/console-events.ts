/** What a console tells, by event type. All bubble and leave shadow roots. */
export interface GhConsoleEvents {
  readonly "gh-console-focus": undefined;
  readonly "gh-console-blur": undefined;
  readonly "gh-console-release": undefined;
  readonly "gh-console-title": { readonly title: string };
}

declare global {
  interface HTMLElementEventMap {
    "gh-console-focus": CustomEvent<undefined>;
    "gh-console-blur": CustomEvent<undefined>;
    "gh-console-release": CustomEvent<undefined>;
    "gh-console-title": CustomEvent<GhConsoleEvents["gh-console-title"]>;
  }
}
