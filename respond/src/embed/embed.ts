/**
 * `/embed.js`: puts an answer page into another site. One script tag a survey; its attributes say how (`look.ts`).
 * For pages that want to decide themselves: `OpenCEM.open(token)` and `OpenCEM.close(token)`.
 */

import { makeFrame, style } from "./frame";
import { addressOf, readLook, type Look } from "./look";
import { noteAsked, wasAskedLately } from "./memory";
import { cornerButton, Panel, wordsFor } from "./panel";
import { whenItIsTime } from "./triggers";

interface Shown {
  open(): void;
  close(): void;
}

const shown: { [token: string]: Shown } = {};

export function embed(tag: HTMLScriptElement): void {
  const look = readLook(tag);
  const home = originOf(tag.src);
  if (!look.token || shown[look.token]) return;
  shown[look.token] = look.mode === "inline" ? inline(look, home, tag) : inPanel(look, home);
}

function originOf(address: string): string {
  const link = document.createElement("a");
  link.href = address;
  return link.protocol + "//" + link.host;
}

function inline(look: Look, home: string, tag: Element): Shown {
  const frame = makeFrame(addressOf(look, home), home, wordsFor(look).label, {
    onHeight: (pixels) => style(frame, { height: pixels + "px" }),
    onDone: () => undefined,
  });
  style(frame, { height: "480px" });
  const place = look.target ? document.querySelector(look.target) : null;
  if (place) place.appendChild(frame);
  else (tag.parentNode as Node).insertBefore(frame, tag.nextSibling);
  return { open: () => frame.scrollIntoView(), close: () => undefined };
}

function inPanel(look: Look, home: string): Shown {
  const panel = new Panel(look, addressOf(look, home), home);
  const open = (): void => {
    noteAsked(look.token, Date.now());
    panel.open();
  };
  if (look.mode === "button") {
    document.body.appendChild(cornerButton(look, () => (panel.isOpen ? panel.close() : open())));
  } else if (!wasAskedLately(look.token, look.everyDays, Date.now())) {
    whenItIsTime(look, open);
  }
  return { open, close: panel.close };
}

/** Every tag on the page that has not been heard yet; `async` scripts have no `currentScript` in old browsers. */
export function embedAll(): void {
  const tags = document.querySelectorAll<HTMLScriptElement>("script[data-survey]");
  for (const tag of Array.from(tags)) embed(tag);
}

function whenThereIsABody(act: () => void): void {
  if (document.body) act();
  else addEventListener("DOMContentLoaded", act);
}

(window as unknown as { OpenCEM: object }).OpenCEM = {
  open: (token: string) => shown[token] && shown[token].open(),
  close: (token: string) => shown[token] && shown[token].close(),
};
whenThereIsABody(embedAll);
