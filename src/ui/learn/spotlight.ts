/**
 * A frame around an element for a few seconds, which takes no clicks and moves with nothing; the element gets the
 * keyboard where it can have it.
 */

const shownMs = 2600;
let ending: (() => void) | null = null;

/** Frames `element`; a frame that is there ends. */
export function spotlight(element: Element): void {
  ending?.();
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (element instanceof HTMLElement || element instanceof SVGElement) element.focus({ preventScroll: true });
  const frame = document.createElement("div");
  frame.className = "spotlight";
  frame.setAttribute("aria-hidden", "true");
  frame.popover = "manual";
  const place = (): void => {
    const { left, top, width, height } = element.getBoundingClientRect();
    Object.assign(frame.style, {
      inset: `${Math.max(2, top)}px auto auto ${Math.max(2, left)}px`,
      width: `${Math.min(width, innerWidth - Math.max(2, left) - 2)}px`,
      height: `${Math.min(height, innerHeight - Math.max(2, top) - 2)}px`,
    });
  };
  Object.assign(frame.style, {
    position: "fixed",
    boxSizing: "border-box",
    margin: "0",
    padding: "0",
    border: "2px solid var(--gh-focus)",
    borderRadius: "var(--gh-radius)",
    background: "none",
    pointerEvents: "none",
  });
  place();
  document.body.append(frame);
  // In the top layer nothing covers it.
  frame.showPopover();
  const sized = new ResizeObserver(place);
  sized.observe(element);
  const timer = setTimeout(() => ending?.(), shownMs);
  ending = (): void => {
    clearTimeout(timer);
    sized.disconnect();
    frame.remove();
    ending = null;
  };
}
