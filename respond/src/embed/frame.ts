/** The frame an answer page stands in, as tall as the page says. Messages count only from its own window and server. */

const GREETING = { opencem: "hello" };
const LOWEST = 120;
const TALLEST = 6000;

export interface Told {
  onHeight(pixels: number): void;
  onDone(): void;
}

export function makeFrame(address: string, home: string, title: string, told: Told): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.src = address;
  style(frame, { border: "0", width: "100%", display: "block", background: "#fff" });
  frame.addEventListener("load", () => greet(frame, home));
  addEventListener("message", (event) => {
    if (event.origin === home && event.source === frame.contentWindow) hear(event.data, told);
  });
  return frame;
}

/** Lets the page know where to answer; it answers only to sites that may embed it. */
function greet(frame: HTMLIFrameElement, home: string): void {
  if (frame.contentWindow) frame.contentWindow.postMessage(GREETING, home);
}

function hear(said: unknown, told: Told): void {
  const message = (said || {}) as { opencem?: unknown; px?: unknown };
  if (message.opencem === "done") told.onDone();
  if (message.opencem === "height" && typeof message.px === "number" && isFinite(message.px)) {
    told.onHeight(Math.max(LOWEST, Math.min(message.px, TALLEST)));
  }
}

/** Styles are set one by one: a site may forbid style sheets and attributes, not this. */
export function style(element: HTMLElement, values: { [name: string]: string }): void {
  for (const name of Object.keys(values)) element.style.setProperty(name, values[name]);
}
