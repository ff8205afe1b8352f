/** Fields that are plainer without scripts: a number becomes a slider, coordinates a button, a list of ranks a list to order. */

import { orderByHand } from "./ranking";

/** Takes over the fields of a page that has come. */
export function adopt(form: HTMLFormElement): void {
  each(form, "[data-slider]", slide);
  each(form, "[data-place]", askForPlace);
  each(form, "[data-ranks]", orderByHand);
}

function each(form: HTMLFormElement, selector: string, take: (part: HTMLElement) => void): void {
  Array.from(form.querySelectorAll<HTMLElement>(selector)).forEach(take);
}

/** The number stays beside the slider, and empty until the slider is touched: a question left alone is not answered. */
function slide(part: HTMLElement): void {
  const typed = part.querySelector("input") as HTMLInputElement;
  const range = document.createElement("input");
  range.type = "range";
  for (const name of ["min", "max", "step"]) range.setAttribute(name, typed.getAttribute(name) || "1");
  range.setAttribute("aria-label", typed.getAttribute("aria-label") || "");
  range.value = typed.value || String((Number(range.min) + Number(range.max)) / 2);
  const taken = (event: Event): void => {
    event.stopPropagation();
    typed.value = range.value;
    typed.dispatchEvent(new Event("input", { bubbles: true }));
  };
  range.addEventListener("input", taken);
  range.addEventListener("click", taken);
  typed.addEventListener("change", () => (range.value = typed.value));
  part.insertBefore(range, typed);
}

/** Asks the phone where it is, once the person asks for it. */
function askForPlace(part: HTMLElement): void {
  if (!navigator.geolocation) return;
  const fields = Array.from(part.querySelectorAll("input"));
  const button = document.createElement("button");
  const said = document.createElement("p");
  button.type = "button";
  button.className = "back";
  button.textContent = part.getAttribute("data-ask");
  said.setAttribute("role", "status");
  button.addEventListener("click", () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        const found = [coords.latitude.toFixed(6), coords.longitude.toFixed(6), coords.accuracy.toFixed(0)];
        fields.forEach((field, index) => (field.value = found[index]));
        said.textContent = (part.getAttribute("data-found") as string).replace("{accuracy}", found[2]);
        fields[0].dispatchEvent(new Event("input", { bubbles: true }));
      },
      () => (said.textContent = part.getAttribute("data-refused")),
      { timeout: 15000, enableHighAccuracy: true },
    ),
  );
  part.insertBefore(said, part.firstChild);
  part.insertBefore(button, said);
}

/** The sum of shares, as they are typed. */
export function tally(form: HTMLFormElement): void {
  each(form, "[data-total]", (part) => {
    const shares = Array.from(part.querySelectorAll("input")).filter((field) => !field.disabled);
    const sum = shares.reduce((all, field) => all + (Number(field.value) || 0), 0);
    (part.querySelector("[data-sum]") as HTMLElement).textContent = String(Math.round(sum * 1e6) / 1e6);
  });
}
