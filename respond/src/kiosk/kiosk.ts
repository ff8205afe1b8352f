/**
 * A tablet in a shop: after thanks, and after a guest has walked off, the survey begins anew; without a network the
 * answers wait here. The server marks the page (`data-kiosk`: seconds the thanks stand).
 */

import { refill, take, type FetchKeys } from "./keys";
import { keepForLater, sendWaiting, type Post } from "./queue";

/** Shows the first page to the next guest: from the server (""), or the one that is here, with this key for its form. */
export type Begin = (key: string) => void;

const WALKED_OFF = 60000;
const TRY_EVERY = 30000;

export interface Kiosk {
  /** A new page is in the document: thanks end after their time, and a page a guest left half done after its own. */
  arrived(isFirst: boolean): void;
  /** The guest did something. */
  stirred(): void;
  /** The page could not be sent: keep it. False when that is not possible. */
  keep(url: string, body: string): boolean;
}

export function startKiosk(secondsOfThanks: number, post: Post, fetchKeys: FetchKeys, begin: Begin): Kiosk {
  let timer = 0;
  const restartIn = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(restart, milliseconds);
  };
  /** Asking for a key tells whether the server can be reached: without it a page would not come back. */
  const restart = (): void => {
    fetchKeys(1).then(
      () => begin(""),
      () => {
        const key = take(Date.now());
        if (key) begin(key);
        else restartIn(TRY_EVERY);
      },
    );
  };
  const flush = (): void => {
    void sendWaiting(post);
    void refill(fetchKeys, Date.now());
  };
  flush();
  setInterval(flush, TRY_EVERY);
  addEventListener("online", flush);
  return {
    arrived: (isFirst) => {
      clearTimeout(timer);
      if (document.querySelector("[data-done]")) restartIn(secondsOfThanks * 1000);
      else if (!isFirst) restartIn(WALKED_OFF);
    },
    stirred: () => restartIn(WALKED_OFF),
    keep: (url, body) => keepForLater(url, body, Date.now()),
  };
}
