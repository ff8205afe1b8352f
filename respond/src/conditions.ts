/** Shows and hides what depends on other answers, as they are given. */

import { readAnswers } from "./answers";
import { evaluate, truthy, type Json } from "./logic";

type Switchable = HTMLElement & { disabled?: boolean };

/**
 * The server renders what does not show yet inside `<template>`, so that it is neither seen nor sent without scripts.
 */
export function unpackTemplates(root: HTMLElement): void {
  let packed: HTMLTemplateElement | null;
  while ((packed = root.querySelector("template"))) {
    (packed.parentNode as Node).replaceChild(packed.content, packed);
  }
}

/** Document order is question order, so one pass settles: rules look back only. */
export function applyConditions(form: HTMLFormElement): void {
  for (const part of Array.from(form.querySelectorAll<Switchable>("[data-show]"))) {
    const rule = JSON.parse(part.getAttribute("data-show") as string) as Json;
    show(part, truthy(evaluate(rule, readAnswers(form))));
  }
}

/** A hidden part is disabled too: its answers are not sent, and come back with it. */
function show(part: Switchable, visible: boolean): void {
  part.hidden = !visible;
  if ("disabled" in part) {
    part.disabled = !visible;
    return;
  }
  for (const field of Array.from(part.querySelectorAll("input"))) field.disabled = !visible;
}

/** A choice that goes with no other takes the others away, and goes when another is ticked. */
export function applyExclusive(ticked: HTMLInputElement): void {
  const question = ticked.closest(".question");
  if (!question || ticked.type !== "checkbox" || !ticked.checked) return;
  const alone = ticked.hasAttribute("data-exclusive");
  for (const box of Array.from(question.querySelectorAll<HTMLInputElement>("input[type=checkbox]"))) {
    if (box !== ticked && box.name === ticked.name && (alone || box.hasAttribute("data-exclusive"))) box.checked = false;
  }
}

/** Once as many are ticked as may be, the others wait. */
export function applyLimits(form: HTMLFormElement): void {
  for (const question of Array.from(form.querySelectorAll<HTMLElement>("[data-most]"))) {
    const boxes = Array.from(question.querySelectorAll<HTMLInputElement>("input[type=checkbox]"));
    const shown = boxes.filter((box) => !isHidden(box, question));
    const full = shown.filter((box) => box.checked).length >= Number(question.getAttribute("data-most"));
    for (const box of shown) box.disabled = full && !box.checked && !box.hasAttribute("data-exclusive");
  }
}

function isHidden(box: HTMLElement, within: HTMLElement): boolean {
  for (let each: HTMLElement | null = box; each && each !== within; each = each.parentElement) {
    if (each.hidden) return true;
  }
  return false;
}
