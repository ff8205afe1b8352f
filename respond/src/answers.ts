/** The answers as the form holds them now, in the shape rules see on the server. */

import { isAnswered, type Answers, type Json } from "./logic";

const PREFIX = "q.";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** `data-kind` on each field says how its text is to be read; "none": rules do not see it. */
function typed(field: Field): Json {
  const kind = field.getAttribute("data-kind");
  if (kind === "number") return field.value === "" ? null : Number(field.value);
  return kind === "flag" ? true : field.value;
}

function isGiven(field: Field): boolean {
  if (field.name.indexOf(PREFIX) !== 0 || field.matches(":disabled")) return false;
  if (field.getAttribute("data-kind") === "none") return false;
  const tickable = field.type === "radio" || field.type === "checkbox";
  return !tickable || (field as HTMLInputElement).checked;
}

/** Of a page for one item (`q.key@item`) rules see the answer under the key alone. */
function add(answers: Answers, field: Field): void {
  const [name, part] = field.name.slice(PREFIX.length).split(".");
  const question = name.split("@")[0];
  const value = typed(field);
  if (!isAnswered(value)) return;
  const isList = field.getAttribute("data-kind") === "list";
  // The numbered parts of a ranking or a path are one list; the rows of a table have a list each.
  if (!part || (isList && field instanceof HTMLSelectElement)) {
    put(answers, question, value, isList);
    return;
  }
  const parts = (answers[question] || {}) as Answers;
  put(parts, part, value, isList);
  answers[question] = parts;
}

function put(into: Answers, name: string, value: Json, isList: boolean): void {
  const there = into[name];
  into[name] = isList ? (Array.isArray(there) ? there : []).concat(value) : value;
}

/** `data-known` holds what the rules here read of other pages. */
export function readAnswers(form: HTMLFormElement): Answers {
  const answers = JSON.parse(form.getAttribute("data-known") || "{}") as Answers;
  for (const field of Array.from(form.elements) as Field[]) {
    if (isGiven(field)) add(answers, field);
  }
  return answers;
}
