/**
 * Imported before v86: while v86's module is evaluated it looks for `Worker`, and where it finds one it starts a
 * nested worker per guest from a `blob:` URL as its timer. A guest's worker needs none, and the page's
 * Content-Security-Policy allows none.
 */
Reflect.deleteProperty(globalThis, "Worker");
