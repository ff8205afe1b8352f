/** How a collector wants to be embedded, read from the attributes of its script tag. */

export type Mode = "inline" | "popup" | "button";
export type Trigger = "load" | "time" | "scroll" | "exit" | "event";

export interface Look {
  token: string;
  mode: Mode;
  trigger: Trigger;
  /** Seconds on the page before it shows itself. */
  after: number;
  /** Percent of the page scrolled. */
  scroll: number;
  /** Name of the event on `window` that shows it. */
  event: string;
  /** Shown to one browser once in so many days; 0: always. */
  everyDays: number;
  label: string;
  side: "left" | "right";
  /** A selector of the element an inline page stands in; else it stands where the script does. */
  target: string;
  lang: string;
  order: string;
}

const MODES = ["inline", "popup", "button"];
const TRIGGERS = ["load", "time", "scroll", "exit", "event"];

export function readLook(tag: Element): Look {
  const text = (name: string): string => tag.getAttribute("data-" + name) || "";
  const oneOf = (name: string, known: string[]): string => {
    const value = text(name);
    return known.indexOf(value) < 0 ? known[0] : value;
  };
  return {
    token: text("survey"),
    mode: oneOf("mode", MODES) as Mode,
    trigger: oneOf("trigger", TRIGGERS) as Trigger,
    after: number(text("after-s"), 10, 600),
    scroll: number(text("scroll-percent"), 50, 100),
    event: text("event"),
    everyDays: number(text("every-days"), 30, 365),
    label: text("label"),
    side: text("side") === "left" ? "left" : "right",
    target: text("target"),
    lang: text("lang") || document.documentElement.lang,
    order: text("order"),
  };
}

function number(text: string, otherwise: number, most: number): number {
  const value = parseFloat(text);
  return isFinite(value) && value >= 0 ? Math.min(value, most) : otherwise;
}

/** The address of the answer page on its own server. */
export function addressOf(look: Look, home: string): string {
  const query = [];
  if (look.lang) query.push("lang=" + encodeURIComponent(look.lang));
  if (look.order) query.push("order=" + encodeURIComponent(look.order));
  return home + "/s/" + encodeURIComponent(look.token) + (query.length ? "?" + query.join("&") : "");
}
