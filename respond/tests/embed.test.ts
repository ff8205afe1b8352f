// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { embedAll } from "../src/embed/embed";
import { speakToParent } from "../src/embed/child";
import { addressOf, readLook } from "../src/embed/look";

const HOME = "https://cem.example.com";
let number = 0;

/** A page with one script tag; each test has its own token, as a page has. */
function place(attributes: { [name: string]: string }): string {
  const token = "tok" + ++number;
  const tag = document.createElement("script");
  tag.type = "text/plain";
  tag.src = HOME + "/embed.js";
  tag.setAttribute("data-survey", token);
  for (const name of Object.keys(attributes)) tag.setAttribute("data-" + name, attributes[name]);
  document.body.appendChild(tag);
  embedAll();
  return token;
}

function frame(): HTMLIFrameElement | null {
  return document.querySelector("iframe");
}

function say(data: unknown, origin = HOME, source: unknown = frame()?.contentWindow): void {
  window.dispatchEvent(new MessageEvent("message", { data, origin, source: source as Window }));
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

afterEach(() => {
  document.body.innerHTML = "";
  vi.useRealTimers();
});

describe("an embedded survey", () => {
  test("stands inline where its script does, as tall as it says", () => {
    document.body.innerHTML = "<p>before</p>";
    const token = place({ mode: "inline", lang: "en", order: "A 1" });
    expect(frame()?.src).toBe(`${HOME}/s/${token}?lang=en&order=A%201`);
    expect(frame()?.previousElementSibling?.tagName).toBe("SCRIPT");
    say({ opencem: "height", px: 812 });
    expect(frame()?.style.height).toBe("812px");
  });

  test("stands in the element that is named", () => {
    document.body.innerHTML = "<main id='here'></main>";
    place({ mode: "inline", target: "#here" });
    expect(frame()?.parentElement?.id).toBe("here");
  });

  test.each([
    ["another origin", { opencem: "height", px: 900 }, "https://evil.example", undefined],
    ["another window", { opencem: "height", px: 900 }, HOME, window],
    ["no number", { opencem: "height", px: "900px; position:fixed" }, HOME, undefined],
    ["nothing", null, HOME, undefined],
    ["not finite", { opencem: "height", px: Infinity }, HOME, undefined],
  ])("does not heed %s", (_why, data, origin, source) => {
    place({ mode: "inline" });
    say(data, origin, source === undefined ? frame()?.contentWindow : source);
    expect(frame()?.style.height).toBe("480px");
  });

  test("is never taller than anything sensible", () => {
    place({ mode: "inline" });
    say({ opencem: "height", px: 10 ** 9 });
    expect(frame()?.style.height).toBe("6000px");
  });

  test("greets its page at its own server only", () => {
    place({ mode: "inline" });
    const post = vi.fn();
    Object.defineProperty(frame(), "contentWindow", { value: { postMessage: post } });
    frame()?.dispatchEvent(new Event("load"));
    expect(post).toHaveBeenCalledWith({ opencem: "hello" }, HOME);
  });
});

describe("a pop-up", () => {
  test("comes after its time, once in so many days", () => {
    const token = place({ mode: "popup", trigger: "time", "after-s": "5", "every-days": "7" });
    vi.advanceTimersByTime(4900);
    expect(frame()).toBeNull();
    vi.advanceTimersByTime(200);
    expect(document.querySelector("[role=dialog]")).not.toBeNull();
    expect(Number(localStorage.getItem("opencem:asked:" + token))).toBeGreaterThan(0);
  });

  test("does not come again before its days are over", () => {
    localStorage.setItem("opencem:asked:tok" + (number + 1), String(Date.now() - 6 * 86400000));
    place({ mode: "popup", trigger: "load", "every-days": "7" });
    vi.advanceTimersByTime(1000);
    expect(frame()).toBeNull();
    localStorage.setItem("opencem:asked:tok" + (number + 1), String(Date.now() - 8 * 86400000));
    place({ mode: "popup", trigger: "load", "every-days": "7" });
    vi.advanceTimersByTime(1000);
    expect(frame()).not.toBeNull();
  });

  test("comes when the page is scrolled far enough", () => {
    Object.defineProperty(document.documentElement, "scrollHeight", { value: 2000 + innerHeight, configurable: true });
    place({ mode: "popup", trigger: "scroll", "scroll-percent": "60" });
    Object.defineProperty(window, "pageYOffset", { value: 1100, configurable: true });
    dispatchEvent(new Event("scroll"));
    expect(frame()).toBeNull();
    Object.defineProperty(window, "pageYOffset", { value: 1300, configurable: true });
    dispatchEvent(new Event("scroll"));
    expect(frame()).not.toBeNull();
  });

  test("comes when the pointer leaves over the upper edge, not over another", () => {
    place({ mode: "popup", trigger: "exit" });
    document.dispatchEvent(new MouseEvent("mouseout", { clientY: 300 }));
    expect(frame()).toBeNull();
    document.dispatchEvent(new MouseEvent("mouseout", { clientY: -1 }));
    expect(frame()).not.toBeNull();
  });

  test("comes at the site's own event, and only once", () => {
    place({ mode: "popup", trigger: "event", event: "order-paid" });
    dispatchEvent(new Event("order-paid"));
    dispatchEvent(new Event("order-paid"));
    expect(document.querySelectorAll("iframe").length).toBe(1);
  });

  test("closes by Escape and by its button, and gives the focus back", () => {
    document.body.innerHTML = "<button id='buy'>buy</button>";
    const buy = document.getElementById("buy") as HTMLButtonElement;
    buy.focus();
    const token = place({ mode: "popup", trigger: "event", lang: "zh-CN" });
    const api = (window as unknown as { OpenCEM: { open(token: string): void } }).OpenCEM;
    api.open(token);
    expect(document.activeElement?.getAttribute("role")).toBe("dialog");
    dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    expect(frame()).toBeNull();
    expect(document.activeElement).toBe(buy);
    api.open(token);
    document.querySelector<HTMLButtonElement>("[aria-label=关闭]")?.click();
    expect(frame()).toBeNull();
  });

  test("goes away by itself some time after it is done", () => {
    place({ mode: "popup", trigger: "load" });
    vi.advanceTimersByTime(10);
    say({ opencem: "done" });
    expect(frame()).not.toBeNull();
    vi.advanceTimersByTime(5000);
    expect(frame()).toBeNull();
  });
});

test("a button stays and opens the panel however often one was asked", () => {
  localStorage.setItem("opencem:asked:tok" + (number + 1), String(Date.now()));
  place({ mode: "button", label: "<b>意见</b>", side: "left" });
  const button = document.querySelector("button") as HTMLButtonElement;
  expect(button.textContent).toBe("<b>意见</b>");
  expect(button.style.left).toBe("16px");
  button.click();
  expect(frame()).not.toBeNull();
  button.click();
  expect(frame()).toBeNull();
});

test("one script tag is one survey, however often the script runs", () => {
  place({ mode: "inline" });
  embedAll();
  expect(document.querySelectorAll("iframe").length).toBe(1);
});

test("nonsense in the attributes falls back to what is usual", () => {
  const tag = document.createElement("script");
  for (const name of ["mode", "trigger", "after-s", "every-days", "side"]) tag.setAttribute("data-" + name, "?");
  const look = readLook(tag);
  expect([look.mode, look.trigger, look.after, look.everyDays, look.side]).toEqual(["inline", "load", 10, 30, "right"]);
  expect(addressOf({ ...look, token: "a/../b", lang: "" }, HOME)).toBe(HOME + "/s/a%2F..%2Fb");
});

describe("the answer page in a frame", () => {
  const SITE = "https://shop.example";

  function greet(origin: string): ReturnType<typeof vi.fn> {
    const post = vi.fn();
    document.body.setAttribute("data-origins", "https://shop.example https://m.shop.example");
    document.body.innerHTML = "<div id='page'></div>";
    const site = { postMessage: post };
    Object.defineProperty(window, "parent", { value: site, configurable: true });
    speakToParent();
    window.dispatchEvent(new MessageEvent("message", { data: { opencem: "hello" }, origin, source: site as never }));
    return post;
  }

  test("tells its height to a site that may embed it", () => {
    const page = { bottom: 640.2 } as DOMRect;
    vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(page);
    Object.defineProperty(window, "pageYOffset", { value: 0, configurable: true });
    expect(greet(SITE)).toHaveBeenCalledWith({ opencem: "height", px: 641 }, SITE);
  });

  test("tells nothing to any other", () => {
    expect(greet("https://evil.example")).not.toHaveBeenCalled();
  });

  test("tells once when it is done", async () => {
    vi.useRealTimers();
    const post = greet(SITE);
    for (const _ of [1, 2]) {
      document.body.innerHTML = "<div id='page' data-done></div>";
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(post.mock.calls.filter(([message]) => message.opencem === "done").length).toBe(1);
  });
});
