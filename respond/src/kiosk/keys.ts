/** Keys for the forms of guests who come while the network is away; the server mints them, a key is used once. */

const STORE = "opencem:kiosk:keys";
const ENOUGH = 20;
const LIFE = 6 * 86400000; // a day less than the server's, so that a queued answer still gets there

/** Resolves with so many new keys of the server; rejects without a network. */
export type FetchKeys = (count: number) => Promise<string[]>;

interface Kept {
  key: string;
  at: number;
}

function kept(now: number): Kept[] {
  try {
    const all = JSON.parse(localStorage.getItem(STORE) || "[]") as Kept[];
    return all.filter((each) => now - each.at < LIFE);
  } catch {
    return [];
  }
}

function store(keys: Kept[]): void {
  try {
    localStorage.setItem(STORE, JSON.stringify(keys));
  } catch {
    // No storage: then a guest without network is told so.
  }
}

/** Fetches what is lacking; without a network the next time will do. */
export function refill(fetchKeys: FetchKeys, now: number): Promise<void> {
  const lacking = ENOUGH - kept(now).length;
  if (lacking <= 0) return Promise.resolve();
  return fetchKeys(lacking).then(
    (keys) => store(kept(now).concat(keys.map((key) => ({ key, at: now })))),
    () => undefined,
  );
}

/** Asks the page's own server. */
export function fetchKeys(count: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + "/keys?n=" + count);
    request.onload = () => {
      if (request.status !== 200) reject(new Error("status " + request.status));
      else resolve((JSON.parse(request.responseText) as { keys: string[] }).keys);
    };
    request.onerror = () => reject(new Error("network"));
    request.send();
  });
}

/** The oldest key that is still good, taken out; "" when there is none. */
export function take(now: number): string {
  const [first, ...rest] = kept(now);
  store(rest);
  return first ? first.key : "";
}
