/** SHA-256 (FIPS 180-4) of ASCII text as hex. Own code: pages without https have no `crypto.subtle`, and it waits for each hash. */

const K: number[] = [];
const FIRST: number[] = [];

/** The fractional parts of the roots of the first primes. */
function fill(): void {
  const part = (root: number): number => ((root - Math.floor(root)) * 0x100000000) | 0;
  for (let n = 2; K.length < 64; n++) {
    let prime = true;
    for (let by = 2; by * by <= n; by++) if (n % by === 0) prime = false;
    if (!prime) continue;
    if (FIRST.length < 8) FIRST.push(part(Math.sqrt(n)));
    K.push(part(Math.pow(n, 1 / 3)));
  }
}
fill();

const turn = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

function block(h: number[], w: number[]): void {
  for (let t = 16; t < 64; t++) {
    const a = w[t - 15], b = w[t - 2];
    w[t] = (w[t - 16] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + w[t - 7] + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0;
  }
  let [a, b, c, d, e, f, g, last] = h;
  for (let t = 0; t < 64; t++) {
    const one = (last + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + w[t]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    last = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  [a, b, c, d, e, f, g, last].forEach((value, at) => (h[at] = (h[at] + value) | 0));
}

export function sha256(text: string): string {
  const h = FIRST.slice();
  const blocks = ((text.length + 8) >> 6) + 1;
  for (let at = 0; at < blocks; at++) {
    const w: number[] = [];
    for (let t = 0; t < 16; t++) {
      let word = 0;
      for (let by = 0; by < 4; by++) {
        const place = at * 64 + t * 4 + by;
        word = (word << 8) | (place < text.length ? text.charCodeAt(place) : place === text.length ? 0x80 : 0);
      }
      w[t] = word;
    }
    if (at === blocks - 1) w[15] = text.length * 8;
    block(h, w);
  }
  return h.map((word) => ("0000000" + (word >>> 0).toString(16)).slice(-8)).join("");
}
