/**
 * What was typed survives going back, a reload and a lost network. It is kept for this tab only and dropped once it is
 * sent. What tells who a person is (phone, mail, numbers) is never written to storage: the next person at the same
 * device must not find it.
 */

type Draft = { [name: string]: string[] };
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const PREFIX = "opencem:";
let typed: Draft = {};

function isTickable(field: Field): boolean {
  return field.type === "radio" || field.type === "checkbox";
}

function isPrivate(field: Field): boolean {
  return field.type === "tel" || field.type === "email" || field.hasAttribute("data-private");
}

function fields(form: HTMLFormElement): Field[] {
  return (Array.from(form.elements) as Field[]).filter(
    (field) => field.name.indexOf("q.") === 0 && field.type !== "hidden" && field.type !== "file",
  );
}

function stored(name: string): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + name) || "{}") as Draft;
  } catch {
    // Private windows refuse storage: the page works without.
    return {};
  }
}

function store(name: string, draft: Draft): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // As above.
  }
}

export function keepDraft(form: HTMLFormElement, name: string): void {
  const kept = stored(name);
  for (const field of fields(form)) typed[field.name] = [];
  for (const field of fields(form)) {
    const given = typed[field.name];
    if (!isTickable(field) || (field as HTMLInputElement).checked) given.push(field.value);
    if (!isPrivate(field)) kept[field.name] = given;
  }
  store(name, kept);
}

export function restoreDraft(form: HTMLFormElement, name: string): void {
  const draft = Object.assign(stored(name), typed);
  for (const field of fields(form)) {
    const given = draft[field.name];
    if (!given) continue;
    if (isTickable(field)) (field as HTMLInputElement).checked = given.indexOf(field.value) >= 0;
    else field.value = given[0] || "";
  }
}

export function dropDraft(name: string): void {
  typed = {};
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}
