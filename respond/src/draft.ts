/** What was typed survives a reload and a lost network: kept for this tab only, and dropped once it is sent. */

type Draft = { [name: string]: string[] };
type Field = HTMLInputElement | HTMLTextAreaElement;

const PREFIX = "opencem:";

function isTickable(field: Field): boolean {
  return field.type === "radio" || field.type === "checkbox";
}

function isKept(field: Field): boolean {
  return field.name.indexOf("q.") === 0 && field.type !== "hidden";
}

function fields(form: HTMLFormElement): Field[] {
  return (Array.from(form.elements) as Field[]).filter(isKept);
}

export function keepDraft(form: HTMLFormElement, name: string): void {
  const draft: Draft = {};
  for (const field of fields(form)) {
    const given = draft[field.name] || (draft[field.name] = []);
    if (!isTickable(field) || (field as HTMLInputElement).checked) given.push(field.value);
  }
  try {
    const others = JSON.parse(sessionStorage.getItem(PREFIX + name) || "{}") as Draft;
    sessionStorage.setItem(PREFIX + name, JSON.stringify(Object.assign(others, draft)));
  } catch {
    // Private windows refuse storage: the page works without.
  }
}

export function restoreDraft(form: HTMLFormElement, name: string): void {
  let draft: Draft = {};
  try {
    draft = JSON.parse(sessionStorage.getItem(PREFIX + name) || "{}") as Draft;
  } catch {
    return;
  }
  for (const field of fields(form)) {
    const given = draft[field.name];
    if (!given) continue;
    if (isTickable(field)) (field as HTMLInputElement).checked = given.indexOf(field.value) >= 0;
    else field.value = given[0] || "";
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // As above.
  }
}
