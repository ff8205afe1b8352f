/**
 * A tablet in a shop: after thanks, and after a guest has walked off, the survey begins anew; without a network the
 * answers wait here. The server marks the page (`data-kiosk`: seconds the thanks stand).
 */

import { refill, take, type FetchKeys } from "./keys";
import { keepForLater, sendWaiting, type Post } from "./queue";

const WALKED_OFF = 60000;
const TRY_EVERY = 30000;

export interface Kiosk {
  /** A new page is in the document: thanks end after their time. */
  arrived(): void;
  /** The guest did something. */
  stirred(): void;
  /** The page could not be sent: keep it. False when that is not possible. */
  keep(url: string, body: string): boolean;
  /** A key for the next guest's form while the network is away. */
  nextKey(): string;
}

export function startKiosk(secondsOfThanks: number, post: Post, fetchKeys: FetchKeys, restart: () => void): Kiosk {
  let timer = 0;
  const restartIn = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = window.setTimeout(restart, milliseconds);
  };
  const flush = (): void => {
    void sendWaiting(post);
    void refill(fetchKeys, Date.now());
  };
  flush();
  setInterval(flush, TRY_EVERY);
  addEventListener("online", flush);
  return {
    arrived: () => (document.querySelector("[data-done]") ? restartIn(secondsOfThanks * 1000) : clearTimeout(timer)),
    stirred: () => restartIn(WALKED_OFF),
    keep: (url, body) => keepForLater(url, body, Date.now()),
    nextKey: () => take(Date.now()),
  };
}
