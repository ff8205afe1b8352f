/**
 * Answers a tablet could not send, kept until it can. Each carries the key of its form, so that a repeat counts once.
 * A phone number is never written to storage: it is left out of what waits, and said so in the guide.
 */

const STORE = "opencem:kiosk:queue";
const MOST = 500;
const LIFE = 7 * 86400000; // as long as the server takes the key of a form

export interface Waiting {
  url: string;
  body: string;
  at: number;
}

/** Posts one body and resolves with the status, or rejects when the network stayed away. */
export type Post = (url: string, body: string) => Promise<number>;

export function waiting(): Waiting[] {
  try {
    return JSON.parse(localStorage.getItem(STORE) || "[]") as Waiting[];
  } catch {
    return [];
  }
}

function store(items: Waiting[]): boolean {
  try {
    localStorage.setItem(STORE, JSON.stringify(items));
    return true;
  } catch {
    return false;
  }
}

/** False when there is no room: then the guest is told that it could not be sent. */
export function keepForLater(url: string, body: string, now: number): boolean {
  const items = waiting().filter((item) => now - item.at < LIFE);
  return items.length < MOST && store(items.concat({ url, body: withoutPhones(body), at: now }));
}

function withoutPhones(body: string): string {
  return body
    .split("&")
    .filter((pair) => !/^q\.[^=]*\.(number|consent)=/.test(pair))
    .join("&");
}

let sending: Promise<number> | null = null;

/** Sends what waits, oldest first, until the network fails. Resolves with how many are left. */
export function sendWaiting(post: Post): Promise<number> {
  sending = sending || sendNext(post).then(settled, settled);
  return sending;
}

function settled(): number {
  sending = null;
  return waiting().length;
}

function sendNext(post: Post): Promise<void> {
  const [first] = waiting();
  if (!first) return Promise.resolve();
  return post(first.url, first.body).then((status) => {
    if (isPassing(status)) return undefined;
    // Taken, or refused for good: either way it is never sent again.
    store(waiting().slice(1));
    return sendNext(post);
  });
}

function isPassing(status: number): boolean {
  return status === 0 || status === 429 || status >= 500;
}
