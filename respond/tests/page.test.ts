// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readAnswers } from "../src/answers";
import { applyConditions, applyLimits, unpackTemplates } from "../src/conditions";
import { dropDraft, keepDraft, restoreDraft } from "../src/draft";
import { settleFault } from "../src/faults";
import { send } from "../src/sending";

const LOW = JSON.stringify({ "<=": [{ var: "recommend" }, 6] });
const HIGH = JSON.stringify({ ">": [{ var: "recommend" }, 6] });
const OTHER = JSON.stringify({ selected: ["reasons", "other"] });
const ASKED = JSON.stringify({ answered: "recommend" });

const PAGE = `<form>
  <input type="hidden" name="q.visit" value="store" data-kind="text">
  <fieldset><input type="radio" name="q.recommend" value="3" data-kind="number"><input type="radio" name="q.recommend" value="9" data-kind="number"></fieldset>
  <template><fieldset id="reasons" data-show='${ASKED}' data-most="1">
    <input type="hidden" name="_seen" value="reasons">
    <input type="checkbox" name="q.reasons" value="other" data-kind="list">
    <div id="low" data-show='${LOW}'><span><input type="checkbox" name="q.reasons" value="dear" data-kind="list"></span><span><input type="checkbox" name="q.reasons" value="slow" data-kind="list"></span></div>
    <template><div id="high" data-show='${HIGH}'><input type="checkbox" name="q.reasons" value="tasty" data-kind="list"></div></template>
  </fieldset></template>
  <template><fieldset id="more" data-show='${OTHER}'><textarea name="q.more"></textarea></fieldset></template>
  <input type="radio" name="q.stars.price" value="" data-kind="number" checked><input type="radio" name="q.stars.price" value="4" data-kind="number">
  <textarea name="q.comment"></textarea>
  <input type="tel" name="q.phone.number"><input type="checkbox" name="q.phone.consent" value="yes" data-kind="flag">
</form>`;

function open(): HTMLFormElement {
  document.body.innerHTML = PAGE;
  const form = document.querySelector("form") as HTMLFormElement;
  unpackTemplates(form);
  applyConditions(form);
  return form;
}

function tick(form: HTMLFormElement, name: string, value: string, checked = true): void {
  const field = form.querySelector<HTMLInputElement>(`[name="${name}"][value="${value}"]`);
  (field as HTMLInputElement).checked = checked;
  applyConditions(form);
  applyLimits(form);
}

function sent(form: HTMLFormElement): string[] {
  const pairs: string[] = [];
  new FormData(form).forEach((value, name) => pairs.push(`${name}=${String(value)}`));
  return pairs;
}

describe("answers", () => {
  test("have the shape the server's rules see", () => {
    const form = open();
    tick(form, "q.recommend", "3");
    tick(form, "q.reasons", "slow");
    tick(form, "q.stars.price", "4");
    tick(form, "q.phone.consent", "yes");
    (form.elements.namedItem("q.comment") as HTMLTextAreaElement).value = "好";
    expect(readAnswers(form)).toEqual({
      visit: "store",
      recommend: 3,
      reasons: ["slow"],
      stars: { price: 4 },
      comment: "好",
      phone: { consent: true },
    });
  });

  test("leave out what was left alone", () => expect(readAnswers(open())).toEqual({ visit: "store" }));
});

describe("conditions", () => {
  test("hide a question and keep it from being sent", () => {
    const form = open();
    const reasons = document.getElementById("reasons") as HTMLFieldSetElement;
    expect([reasons.hidden, reasons.disabled]).toEqual([true, true]);
    expect(sent(form)).not.toContain("_seen=reasons");
    tick(form, "q.recommend", "3");
    expect([reasons.hidden, reasons.disabled]).toEqual([false, false]);
    expect(sent(form)).toContain("_seen=reasons");
  });

  test("offer the choices of the score, and forget those of another", () => {
    const form = open();
    tick(form, "q.recommend", "3");
    tick(form, "q.reasons", "dear");
    expect(sent(form)).toContain("q.reasons=dear");
    tick(form, "q.recommend", "9");
    expect((document.getElementById("low") as HTMLElement).hidden).toBe(true);
    expect((document.getElementById("high") as HTMLElement).hidden).toBe(false);
    expect(sent(form)).not.toContain("q.reasons=dear");
  });

  test("go by visible answers only, as on the server", () => {
    const form = open();
    const more = document.getElementById("more") as HTMLElement;
    tick(form, "q.recommend", "3");
    tick(form, "q.reasons", "other");
    expect(more.hidden).toBe(false);
    tick(form, "q.recommend", "3", false);
    expect(more.hidden).toBe(true);
  });

  test("let no more be ticked than may be", () => {
    const form = open();
    const slow = form.querySelector("[value=slow]") as HTMLInputElement;
    tick(form, "q.recommend", "3");
    tick(form, "q.reasons", "dear");
    expect(slow.disabled).toBe(true);
    tick(form, "q.reasons", "dear", false);
    expect(slow.disabled).toBe(false);
  });
});

describe("draft", () => {
  afterEach(() => dropDraft("/s/x"));

  test("comes back, without the phone number in storage", () => {
    const form = open();
    tick(form, "q.recommend", "9");
    (form.elements.namedItem("q.phone.number") as HTMLInputElement).value = "13812345678";
    keepDraft(form, "/s/x");
    expect(JSON.stringify(Object.assign({}, sessionStorage))).not.toContain("13812345678");
    const again = open();
    restoreDraft(again, "/s/x");
    expect(readAnswers(again)).toMatchObject({ recommend: 9, phone: { number: "13812345678" } });
  });

  test("is gone once it is sent, and never another survey's", () => {
    const form = open();
    tick(form, "q.recommend", "9");
    keepDraft(form, "/s/x");
    dropDraft("/s/x");
    const again = open();
    restoreDraft(again, "/s/x");
    expect(readAnswers(again)).toEqual({ visit: "store" });
    expect(sessionStorage.length).toBe(0);
  });
});

describe("sending", () => {
  const replies: number[] = [];
  const bodies: string[] = [];

  class FakeNetwork {
    status = 0;
    responseText = "<p>next</p>";
    timeout = 0;
    onload = (): void => undefined;
    onerror = (): void => undefined;
    ontimeout = (): void => undefined;
    open(): void {}
    setRequestHeader(): void {}
    send(body: string): void {
      bodies.push(body);
      this.status = replies.shift() as number;
      setTimeout(() => (this.status ? this.onload() : this.onerror()));
    }
  }

  beforeEach(() => {
    replies.length = bodies.length = 0;
    vi.stubGlobal("XMLHttpRequest", FakeNetwork);
  });
  afterEach(() => vi.unstubAllGlobals());

  test("tries again while the network is away or the server restarts", async () => {
    replies.push(0, 503, 200);
    const retried = vi.fn();
    const reply = await send("/s/x", "a=1", retried, [1, 1, 1]);
    expect(reply).toEqual({ status: 200, html: "<p>next</p>" });
    expect(retried).toHaveBeenCalledTimes(2);
    expect(bodies).toEqual(["a=1", "a=1", "a=1"]);
  });

  test("takes a refusal as an answer", async () => {
    replies.push(422);
    expect((await send("/s/x", "", vi.fn(), [1])).status).toBe(422);
  });

  test("gives up in the end", async () => {
    replies.push(0, 0);
    await expect(send("/s/x", "", vi.fn(), [1])).rejects.toThrow("network");
  });
});

describe("faults", () => {
  const FAULTY = `<form>
    <div class="wrong" role="alert"><ul><li><a href="#q-score-box">Score</a> Required</li><li><a href="#q-stars-price">Price</a> Required</li></ul></div>
    <fieldset class="question" id="q-score-box"><p class="error" id="q-score-error">Required</p><input id="q-score"></fieldset>
    <fieldset class="question" id="q-stars-box"><div class="row"><input id="q-stars-price"><p class="error" id="q-stars-price-error">Required</p></div></fieldset>
  </form>`;
  const part = (selector: string): Element => document.querySelector(selector) as Element;

  test("leave the list one by one, and the list goes with the last", () => {
    document.body.innerHTML = FAULTY;
    const form = document.querySelector("form") as HTMLFormElement;
    settleFault(form, part("#q-score-box"));
    expect(document.querySelectorAll(".error")).toHaveLength(1);
    expect(document.querySelector(".wrong")?.textContent).toBe("Price Required");
    settleFault(form, part("#q-score-box"));
    expect(document.querySelectorAll(".wrong li")).toHaveLength(1);
    settleFault(form, part(".row"));
    expect(document.querySelector(".wrong, .error")).toBeNull();
  });
});
