// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { refill, take } from "../src/kiosk/keys";
import { startKiosk } from "../src/kiosk/kiosk";
import { keepForLater, sendWaiting, waiting } from "../src/kiosk/queue";

const NOW = 1_781_496_000_000;
const DAY = 86_400_000;
const noKeys = (): Promise<string[]> => Promise.resolve([]);

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  localStorage.clear();
});

afterEach(() => {
  document.body.innerHTML = "";
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the queue", () => {
  test("sends the oldest first, each once, and stops where the network does", async () => {
    for (const body of ["a=1", "b=2", "c=3"]) keepForLater("/s/t", body, NOW);
    const sent: string[] = [];
    const left = await sendWaiting((_url, body) => {
      if (body === "b=2") return Promise.reject(new Error("network"));
      sent.push(body);
      return Promise.resolve(200);
    });
    expect([sent, left]).toEqual([["a=1"], 2]);
    expect(await sendWaiting((_url, body) => Promise.resolve(sent.push(body) && 200))).toBe(0);
    expect(sent).toEqual(["a=1", "b=2", "c=3"]);
  });

  test("two tries at the same time send nothing twice", async () => {
    keepForLater("/s/t", "a=1", NOW);
    const post = vi.fn(() => Promise.resolve(200));
    await Promise.all([sendWaiting(post), sendWaiting(post)]);
    expect(post).toHaveBeenCalledTimes(1);
  });

  test.each([
    [200, 0],
    [422, 0],
    [410, 0],
    [503, 1],
    [429, 1],
    [0, 1],
  ])("after status %i there are %i left", async (status, left) => {
    keepForLater("/s/t", "a=1", NOW);
    expect(await sendWaiting(() => Promise.resolve(status))).toBe(left);
  });

  test("writes no phone number to storage", () => {
    keepForLater("/s/t", "_key=k&q.recommend=9&q.phone.number=13812345678&q.phone.consent=yes&q.comment=hi", NOW);
    expect(waiting()[0].body).toBe("_key=k&q.recommend=9&q.comment=hi");
    expect(JSON.stringify(localStorage)).not.toContain("13812345678");
  });

  test("forgets what the server would no longer take, and has an end", () => {
    keepForLater("/s/t", "old=1", NOW - 8 * DAY);
    keepForLater("/s/t", "new=1", NOW);
    expect(waiting().map((item) => item.body)).toEqual(["new=1"]);
    for (let number = 1; number < 500; number++) expect(keepForLater("/s/t", "n=" + number, NOW)).toBe(true);
    expect(keepForLater("/s/t", "one too many", NOW)).toBe(false);
  });

  test("says so when there is no storage", () => {
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new Error("full");
    });
    expect(keepForLater("/s/t", "a=1", NOW)).toBe(false);
  });
});

describe("spare keys", () => {
  test("are taken once, oldest first, and not when they are too old", async () => {
    await refill(() => Promise.resolve(["old"]), NOW - 7 * DAY);
    const asked: number[] = [];
    const give = (count: number): Promise<string[]> => {
      asked.push(count);
      return Promise.resolve(["k1", "k2"]);
    };
    await refill(give, NOW);
    await refill(give, NOW);
    expect(asked).toEqual([20, 18]);
    expect([take(NOW), take(NOW), take(NOW), take(NOW), take(NOW)]).toEqual(["k1", "k2", "k1", "k2", ""]);
  });

  test("are not fetched when there are enough, and their lack is no error", async () => {
    await refill(() => Promise.reject(new Error("network")), NOW);
    expect(take(NOW)).toBe("");
    await refill((count) => Promise.resolve(Array.from({ length: count }, (_, each) => "k" + each)), NOW);
    const again = vi.fn(() => Promise.resolve([]));
    await refill(again, NOW);
    expect(again).not.toHaveBeenCalled();
  });
});

describe("the tablet", () => {
  const away = (): Promise<string[]> => Promise.reject(new Error("network"));
  const sent = (): Promise<number> => Promise.resolve(200);

  test("begins anew some time after thanks", async () => {
    const begin = vi.fn();
    const kiosk = startKiosk(20, sent, noKeys, begin);
    document.body.innerHTML = "<div data-done></div>";
    kiosk.arrived(false);
    await vi.advanceTimersByTimeAsync(19_900);
    expect(begin).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(begin.mock.calls).toEqual([[""]]);
  });

  test("begins anew when a guest has walked off, not while one is at it", async () => {
    const begin = vi.fn();
    const kiosk = startKiosk(20, sent, noKeys, begin);
    kiosk.stirred();
    await vi.advanceTimersByTimeAsync(50_000);
    kiosk.stirred();
    await vi.advanceTimersByTimeAsync(50_000);
    expect(begin).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(11_000);
    expect(begin).toHaveBeenCalledTimes(1);
  });

  test("an untouched first page stays", async () => {
    const begin = vi.fn();
    startKiosk(20, sent, noKeys, begin).arrived(true);
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(begin).not.toHaveBeenCalled();
  });

  test("without a network gives the next guest the page that is here, with a key of its own", async () => {
    await refill(() => Promise.resolve(["spare"]), NOW);
    const begin = vi.fn();
    const kiosk = startKiosk(20, sent, away, begin);
    document.body.innerHTML = "<div data-done></div>";
    kiosk.arrived(false);
    await vi.advanceTimersByTimeAsync(20_100);
    expect(begin.mock.calls).toEqual([["spare"]]);
  });

  test("without a network and a key it waits", async () => {
    const begin = vi.fn();
    const kiosk = startKiosk(20, sent, away, begin);
    document.body.innerHTML = "<div data-done></div>";
    kiosk.arrived(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(begin).not.toHaveBeenCalled();
  });

  test("tries to send what waits at once and again and again", async () => {
    keepForLater("/s/t", "a=1", NOW);
    const post = vi.fn(() => Promise.reject(new Error("network")));
    startKiosk(20, post, noKeys, vi.fn());
    await vi.advanceTimersByTimeAsync(61_000);
    expect(post).toHaveBeenCalledTimes(3);
    expect(waiting().length).toBe(1);
  });
});
