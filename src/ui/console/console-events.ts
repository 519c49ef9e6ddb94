/** What a console tells, by event type. All bubble and leave shadow roots. */
export interface GhConsoleEvents {
  readonly "gh-console-focus": undefined;
  readonly "gh-console-blur": undefined;
  readonly "gh-console-release": undefined;
  readonly "gh-console-title": { readonly title: string };
}
