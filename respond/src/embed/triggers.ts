/** The moment at which an embedded survey shows itself. */

import type { Look } from "./look";

/** Calls `show` once when the look's moment has come. Returns what takes the waiting back. */
export function whenItIsTime(look: Look, show: () => void): () => void {
  let stop = (): void => undefined;
  const once = (): void => {
    stop();
    show();
  };
  stop = WAITING[look.trigger](look, once);
  return stop;
}

type Wait = (look: Look, show: () => void) => () => void;

const WAITING: { [trigger: string]: Wait } = {
  load: (_look, show) => later(show, 0),
  time: (look, show) => later(show, look.after * 1000),
  scroll: (look, show) => listen(window, "scroll", () => scrolled() >= look.scroll && show()),
  exit: (_look, show) => listen(document, "mouseout", (event) => isLeaving(event as MouseEvent) && show()),
  event: (look, show) => listen(window, look.event || "opencem", show),
};

function later(show: () => void, milliseconds: number): () => void {
  const timer = setTimeout(show, milliseconds);
  return () => clearTimeout(timer);
}

function listen(target: EventTarget, name: string, heard: (event: Event) => unknown): () => void {
  target.addEventListener(name, heard);
  return () => target.removeEventListener(name, heard);
}

/** How far down the page is seen, in percent; a page without length is seen whole. */
function scrolled(): number {
  const page = document.documentElement;
  const length = page.scrollHeight - window.innerHeight;
  return length <= 0 ? 100 : (window.pageYOffset / length) * 100;
}

/** The pointer goes out over the upper edge: to the address or the tabs. */
function isLeaving(event: MouseEvent): boolean {
  return !event.relatedTarget && event.clientY <= 0;
}
