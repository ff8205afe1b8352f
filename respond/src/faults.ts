/** What the server found wrong with a page, taken back as it is put right. */

/** Takes the first fault told within a question or row out of it and out of the list above; the list goes with its last line. */
export function settleFault(form: HTMLFormElement, part: Element): void {
  const fault = part.querySelector(".error");
  if (!fault) return;
  remove(fault);
  const place = "#" + fault.id.replace(/-error$/, "");
  for (const link of Array.from(form.querySelectorAll(".wrong a"))) {
    const leadsTo = link.getAttribute("href");
    if (leadsTo === place || leadsTo === place + "-box") remove(link.parentNode as Element);
  }
  const list = form.querySelector(".wrong");
  if (list && !list.querySelector("li")) remove(list);
}

function remove(element: Element): void {
  (element.parentNode as Node).removeChild(element);
}
