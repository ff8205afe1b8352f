/** Does the work that a link under attack asks for, in slices that leave the page alive, and sends the form. */

import { sha256 } from "./sha256";

interface Work {
  algorithm: string;
  challenge: string;
  maxnumber: number;
  salt: string;
  signature: string;
}

const SLICE_MS = 40;

export function solve(work: Work, done: (number: number) => void, from = 0): void {
  const until = Date.now() + SLICE_MS;
  let number = from;
  do {
    if (sha256(work.salt + number) === work.challenge) return done(number);
    number++;
  } while (number <= work.maxnumber && Date.now() < until);
  if (number <= work.maxnumber) setTimeout(() => solve(work, done, number), 0);
}

export function payload(work: Work, number: number): string {
  const { algorithm, challenge, salt, signature } = work;
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

const form = document.querySelector<HTMLFormElement>("form[data-work]");
if (form) {
  const work = JSON.parse(form.getAttribute("data-work") as string) as Work;
  solve(work, (number) => {
    (form.querySelector("[name=_proof]") as HTMLInputElement).value = payload(work, number);
    form.submit();
  });
}
