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

/** One try; resolves with the status whatever it is. */
export function sendOnce(url: string, body: string): Promise<number> {
  return new Promise((resolve, reject) => request(url, body, (done) => resolve(done.status), reject));
}

/** XMLHttpRequest and not fetch: the oldest WebViews in use cannot time a fetch out. */
function post(url: string, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const arrived = (done: XMLHttpRequest): void => {
      if (isPassing(done.status)) reject(new Error("status " + done.status));
      else resolve({ status: done.status, html: done.responseText });
    };
    request(url, body, arrived, reject);
  });
}

const FILE_WAITS = [1000, 3000, 6000];
const FILE_TIMEOUT = 180000;

/** Sends one file ahead of its form to `<page>/files`, telling the share that is through; a lost network is tried again. */
export function sendFile(fields: FormData, onProgress: (share: number) => void, waits: number[] = FILE_WAITS): Promise<Reply> {
  return postFile(fields, onProgress).catch((error) => {
    if (!waits.length) throw error;
    return pause(waits[0]).then(() => sendFile(fields, onProgress, waits.slice(1)));
  });
}

function postFile(fields: FormData, onProgress: (share: number) => void): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const under = new XMLHttpRequest();
    under.open("POST", location.pathname + "/files" + location.search);
    under.timeout = FILE_TIMEOUT;
    under.upload.onprogress = (event) => onProgress(event.total ? event.loaded / event.total : 0);
    under.onload = () => (isPassing(under.status) ? reject(new Error("status " + under.status)) : resolve({ status: under.status, html: under.responseText }));
    under.onerror = under.ontimeout = () => reject(new Error("network"));
    under.send(fields);
  });
}

function request(url: string, body: string, arrived: (done: XMLHttpRequest) => void, lost: (why: Error) => void): void {
  const under = new XMLHttpRequest();
  under.open("POST", url);
  under.timeout = TIMEOUT;
  under.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  under.onload = () => arrived(under);
  under.onerror = under.ontimeout = () => lost(new Error("network"));
  under.send(body);
}

/** What a gateway says while the server restarts. */
function isPassing(status: number): boolean {
  return status === 0 || status === 502 || status === 503 || status === 504;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
