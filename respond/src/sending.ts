/** Sends a page and gets the next one, patiently: a lost network is tried again before the person is asked to. */

const WAITS = [1000, 2000, 4000, 8000];
const TIMEOUT = 15000;

export interface Reply {
  status: number;
  html: string;
}

/** Resolves with the server's page; rejects when the network stayed away. The key in the form makes repeats harmless. */
export function send(url: string, body: string, onRetry: () => void, waits: number[] = WAITS): Promise<Reply> {
  return post(url, body).catch((error) => {
    if (!waits.length) throw error;
    onRetry();
    return pause(waits[0]).then(() => send(url, body, onRetry, waits.slice(1)));
  });
}

/** XMLHttpRequest and not fetch: the oldest WebViews in use cannot time a fetch out. */
function post(url: string, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.timeout = TIMEOUT;
    request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    request.onload = () => {
      if (isPassing(request.status)) reject(new Error("status " + request.status));
      else resolve({ status: request.status, html: request.responseText });
    };
    request.onerror = request.ontimeout = () => reject(new Error("network"));
    request.send(body);
  });
}

/** What a gateway says while the server restarts. */
function isPassing(status: number): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
