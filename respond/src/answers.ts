/** The answers as the form holds them now, in the shape rules see on the server. */

import { isAnswered, type Answers, type Json } from "./logic";

const PREFIX = "q.";

type Field = HTMLInputElement | HTMLTextAreaElement;

/** `data-kind` on each field says how its text is to be read. */
function typed(field: Field): Json {
  const kind = field.getAttribute("data-kind");
  if (kind === "number") return field.value === "" ? null : Number(field.value);
  return kind === "flag" ? true : field.value;
}

function isGiven(field: Field): boolean {
  if (field.name.indexOf(PREFIX) !== 0 || field.matches(":disabled")) return false;
  const tickable = field.type === "radio" || field.type === "checkbox";
  return !tickable || (field as HTMLInputElement).checked;
}

function add(answers: Answers, field: Field): void {
  const [question, part] = field.name.slice(PREFIX.length).split(".");
  const value = typed(field);
  if (!isAnswered(value)) return;
  if (field.getAttribute("data-kind") === "list") {
    const picked = answers[question];
    answers[question] = (Array.isArray(picked) ? picked : []).concat(value);
  } else if (part) {
    const parts = (answers[question] || {}) as Answers;
    parts[part] = value;
    answers[question] = parts;
  } else {
    answers[question] = value;
  }
}

export function readAnswers(form: HTMLFormElement): Answers {
  const answers: Answers = {};
  for (const field of Array.from(form.elements) as Field[]) {
    if (isGiven(field)) add(answers, field);
  }
  return answers;
}
