/** The kinds of machines that experiments set beside each other, and what each is called. */

/** How a machine is arranged. */
export type Arrangement = "guest" | "guest-type-1" | "system-sandbox" | "application-sandbox";

/** In the order in which they are shown. */
export const arrangements: readonly Arrangement[] = [
  "guest",
  "guest-type-1",
  "system-sandbox",
  "application-sandbox",
];

/** Titles. */
export const arrangementTitles: Readonly<Record<Arrangement, string>> = {
  guest: "Guest (type 2)",
  "guest-type-1": "Guest (type 1)",
  "system-sandbox": "System sandbox",
  "application-sandbox": "Application sandbox",
};

/** For several of them, in a sentence. */
export const arrangementPlurals: Readonly<Record<Arrangement, string>> = {
  guest: "type 2 guests",
  "guest-type-1": "type 1 guests",
  "system-sandbox": "system sandboxes",
  "application-sandbox": "application sandboxes",
};

/** Whether it is a virtual machine. */
export function isGuest(arrangement: Arrangement): boolean {
  return arrangement === "guest" || arrangement === "guest-type-1";
}
