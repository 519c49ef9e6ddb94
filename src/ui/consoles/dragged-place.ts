/** What a dragged tile carries: the id of its place. */
import type { Place } from "../place.ts";

/** The type of what is dragged. */
export const draggedPlace = "application/x-guesthouse-machine";

/** Has a drag carry `place`. */
export function carry(data: DataTransfer, { id }: Place): void {
  data.setData(draggedPlace, id);
  data.effectAllowed = "move";
}
