/**
 * Makes the answer page pleasant. Everything works without it: the server renders each page, checks each answer and
 * knows each submission by its key.
 */

import { adopt, tally } from "./comfort";
import { applyConditions, applyExclusive, applyLimits, unpackTemplates } from "./conditions";
import { dropDraft, keepDraft, restoreDraft } from "./draft";
import { speakToParent } from "./embed/child";
import { settleFault } from "./faults";
import { adoptFiles, forgetFiles, settled } from "./files";
import { fetchKeys } from "./kiosk/keys";
import { startKiosk } from "./kiosk/kiosk";
import { send, sendOnce } from "./sending";
import { adoptSignatures, sendSignatures } from "./signature";
import "./style.css";

const DRAFT = location.pathname;
/** The pages of this visit as they came, and which of them is in the document. */
const seen: Element[] = [];
let at = 0;
let sending = false;
/** The page is being fetched again for what can be chosen next, and whether the person has pressed on meanwhile. */
let staying = false;
let pressedOn = false;
/** A tablet in a shop, by the seconds its thanks stand. */
const rest = Number(document.body.getAttribute("data-kiosk"));
const kiosk = rest ? startKiosk(rest, sendOnce, fetchKeys, beginAnew) : null;

function page(): HTMLElement {
  return document.getElementById("page") as HTMLElement;
}

function form(): HTMLFormElement | null {
  return document.querySelector("form");
}

/** Takes over the page that is in the document now; `isFresh`: the server has just sent it. */
function start(isFresh: boolean): void {
  const current = form();
  if (kiosk) kiosk.arrived(at === 0);
  if (!current) {
    if (document.querySelector("[data-done]")) forget();
    goOn();
    return;
  }
  unpackTemplates(current);
  restoreDraft(current, DRAFT);
  adopt(current);
  adoptFiles(current, isFresh);
  adoptSignatures(current);
  refresh(current);
  current.addEventListener("input", (event) => onInput(event, current));
  current.addEventListener("change", (event) => onInput(event, current));
  page().addEventListener("click", (event) => onClick(event, current));
  current.addEventListener("submit", (event) => onSubmit(event, current));
}

/** What was typed and sent along here is gone for whoever comes next. */
function forget(): void {
  dropDraft(DRAFT);
  forgetFiles();
}

/** To where the survey sends people after its end: a page put in place by script has no head to say so. */
function goOn(): void {
  const to = page().getAttribute("data-redirect");
  if (to && !kiosk) setTimeout(() => location.assign(to), 4000);
}

function onInput(event: Event, current: HTMLFormElement): void {
  if (kiosk) kiosk.stirred();
  applyExclusive(event.target as HTMLInputElement);
  const part = (event.target as Element).closest(".row, .question");
  if (part) settleFault(current, part);
  refresh(current);
  keepDraft(current, DRAFT);
  if (event.type === "change" && (event.target as Element).hasAttribute("data-narrows")) stay(current);
}

/** Fetches the same page again, where what can be chosen next depends on what was chosen. */
function stay(current: HTMLFormElement): void {
  press(current, "_stay", "1");
  onSubmit(new Event("submit"), current);
  staying = true;
}

function refresh(current: HTMLFormElement): void {
  applyConditions(current);
  applyLimits(current);
  tally(current);
  for (const counter of Array.from(current.querySelectorAll<HTMLElement>("[data-count]"))) {
    const field = document.getElementById(counter.getAttribute("data-count") as string) as HTMLTextAreaElement;
    counter.textContent = field.value.length + " / " + counter.getAttribute("data-limit");
  }
}

function onClick(event: Event, current: HTMLFormElement): void {
  const link = (event.target as Element).closest("a[href^='#']");
  if (link) jump(event, link);
  notePressed(event, current);
}

/** To the question at fault without leaving a step in the history, where each step is a page of the survey. */
function jump(event: Event, link: Element): void {
  const target = document.getElementById((link.getAttribute("href") as string).slice(1));
  if (!target) return;
  event.preventDefault();
  target.focus();
  (target.closest(".question") || target).scrollIntoView();
}

/** Remembers which button was pressed: older browsers do not tell the submit event. */
function notePressed(event: Event, current: HTMLFormElement): void {
  const button = (event.target as Element).closest("button");
  if (!button || !button.name) return;
  press(current, button.name, button.value);
}

function press(current: HTMLFormElement, name: string, value: string): void {
  const chosen = current.querySelector<HTMLInputElement>("[data-pressed]") as HTMLInputElement;
  chosen.name = name;
  chosen.value = value;
}

function onSubmit(event: Event, current: HTMLFormElement): void {
  event.preventDefault();
  if (sending) {
    pressedOn = staying;
    return;
  }
  if (!waitsForFiles(current)) sendPage(current);
}

function sendPage(current: HTMLFormElement): void {
  sending = true;
  const body = encode(current);
  busy(current, true);
  say(current, "sending");
  // A tablet that can keep the answers lets nobody wait for the network.
  const waits = kiosk && waitingThanks() ? [] : undefined;
  send(current.action, body, () => say(current, "retrying"), waits).then(
    (reply) => arrive(reply.html),
    () => {
      busy(current, false);
      if (!keepOnTablet(current, body)) say(current, "offline");
    },
  );
}

/** Whether the page stays until its files have arrived; then it goes on by itself, or says that one did not. */
function waitsForFiles(current: HTMLFormElement): boolean {
  const drawn = sendSignatures();
  const waiting = drawn ? drawn.then(() => settled() || true) : settled();
  if (!waiting) return false;
  busy(current, true);
  say(current, "uploading");
  waiting.then((all) => {
    busy(current, false);
    if (all || !goesNext(current)) sendPage(current);
    else sayUnsent(current);
  });
  return true;
}

/** Says it below, and leads to the file that did not arrive. */
function sayUnsent(current: HTMLFormElement): void {
  say(current, "unsent");
  const lost = current.querySelector<HTMLElement>(".failed button, .refused button");
  if (lost) lost.focus();
}

function goesNext(current: HTMLFormElement): boolean {
  return (current.querySelector("[data-pressed]") as HTMLInputElement).name === "_next";
}

/** What thanks a guest whose answers wait at the tablet; on its last page only. */
function waitingThanks(): HTMLTemplateElement | null {
  return document.querySelector("template[data-thanks]");
}

/** The last page of a tablet without a network: the answers wait here, and the guest is thanked. */
function keepOnTablet(current: HTMLFormElement, body: string): boolean {
  const thanks = waitingThanks();
  if (!kiosk || !thanks || !kiosk.keep(current.action, body)) return false;
  forget();
  show((thanks.content.cloneNode(true) as DocumentFragment).firstElementChild as Element);
  return true;
}

/** The first page for the next guest at a tablet; without a network the one that was loaded, with a new key. */
function beginAnew(key: string): void {
  forget();
  if (!key) return location.replace(location.pathname);
  at = 0;
  seen.length = 1;
  show(seen[0]);
  (document.querySelector<HTMLInputElement>("[name=_key]") as HTMLInputElement).value = key;
}

function encode(current: HTMLFormElement): string {
  const pairs: string[] = [];
  new FormData(current).forEach((value, name) => {
    if (typeof value === "string") pairs.push(encodeURIComponent(name) + "=" + encodeURIComponent(value));
  });
  return pairs.join("&");
}

function busy(current: HTMLFormElement, now: boolean): void {
  sending = now;
  staying = pressedOn = false;
  current.setAttribute("aria-busy", String(now));
}

/** The words come with the page, in its language. */
function say(current: HTMLFormElement, what: string): void {
  const status = current.querySelector<HTMLElement>(".status") as HTMLElement;
  status.textContent = status.getAttribute("data-" + what);
}

/** Puts the server's next page in place, so that the back button steps through the pages already seen. */
function arrive(html: string): void {
  const next = new DOMParser().parseFromString(html, "text/html");
  const arrived = next.getElementById("page");
  if (!arrived) {
    document.open();
    document.write(html);
    document.close();
    return;
  }
  document.documentElement.lang = next.documentElement.lang;
  document.title = next.title;
  if (arrived.getAttribute("data-page") !== page().getAttribute("data-page")) {
    seen.length = ++at;
    history.pushState({ at }, "");
  }
  seen[at] = arrived;
  show(arrived);
}

function show(next: Element, isFresh = true): void {
  const goesOn = pressedOn;
  sending = staying = pressedOn = false;
  (page().parentNode as Node).replaceChild(next.cloneNode(true), page());
  start(isFresh);
  scrollTo(0, 0);
  const focus = document.querySelector<HTMLElement>("[data-focus]") || document.querySelector<HTMLElement>("[data-next]") || document.querySelector<HTMLElement>("h1");
  if (focus) focus.focus();
  const go = goesOn && document.querySelector<HTMLElement>("button.go");
  if (go) go.click();
}

addEventListener("popstate", (event) => {
  const state = event.state as { at: number } | null;
  at = state ? state.at : 0;
  if (seen[at]) show(seen[at], false);
  else location.reload();
});
seen.push(page().cloneNode(true) as Element);
if (window.parent !== window) speakToParent();
start(true);
