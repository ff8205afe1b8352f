/**
 * A list to order instead of a list of ranks: a tap takes a thing in or out, arrows and dragging move it. What is sent are
 * the fields the page came with.
 */

export function orderByHand(part: HTMLElement): void {
  new Ranking(part).write();
}

class Ranking {
  private readonly list = document.createElement("ol");
  private readonly fields: HTMLSelectElement[];
  private ranked: string[];

  constructor(private readonly part: HTMLElement) {
    this.fields = Array.from(part.querySelectorAll("select"));
    this.ranked = this.fields.map((field) => field.value).filter(Boolean);
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = part.getAttribute("data-hint");
    this.list.className = "ordered";
    const parent = part.parentNode as Node;
    parent.insertBefore(hint, part);
    parent.insertBefore(this.list, part);
    part.hidden = true;
    // A condition on the page may take a thing away or bring one.
    (part.closest("form") as HTMLFormElement).addEventListener("input", (event) => {
      if (!this.part.contains(event.target as Node)) this.write();
    });
  }

  private offered(): HTMLOptionElement[] {
    return Array.from(this.fields[0].options).filter((option) => option.value && !option.disabled);
  }

  /** Draws the list anew: what is ranked first, in order. */
  write(focus = "", pressed = ""): void {
    const offered = this.offered();
    this.ranked = this.ranked.filter((key) => offered.some((option) => option.value === key));
    const rest = offered.map((option) => option.value).filter((key) => this.ranked.indexOf(key) < 0);
    this.list.textContent = "";
    for (const key of this.ranked.concat(rest)) {
      const option = offered.filter((each) => each.value === key)[0];
      this.list.appendChild(this.row(key, option.text));
    }
    const again = this.list.querySelector<HTMLElement>(`[data-key="${focus}"] ${pressed}:not([disabled])`);
    const instead = this.list.querySelector<HTMLElement>(`[data-key="${focus}"] button`);
    if (focus) ((again || instead) as HTMLElement).focus();
  }

  private row(key: string, label: string): HTMLElement {
    const at = this.ranked.indexOf(key);
    const row = document.createElement("li");
    row.setAttribute("data-key", key);
    const rank = at < 0 ? (this.part.getAttribute("data-none") as string) : String(at + 1);
    const pick = this.button("pick", label, () => this.pick(key));
    pick.setAttribute("aria-pressed", String(at >= 0));
    pick.setAttribute("aria-label", `${rank} ${label}`);
    pick.setAttribute("data-rank", at < 0 ? "" : rank);
    row.appendChild(pick);
    if (at >= 0) {
      this.arrow(row, "up", "↑", at, at - 1, label);
      this.arrow(row, "down", "↓", at, at + 1, label);
      pick.addEventListener("pointerdown", (event) => this.drag(event, key));
    }
    return row;
  }

  private arrow(row: HTMLElement, name: string, sign: string, from: number, to: number, label: string): void {
    const button = this.button(name, sign, () => this.move(from, to, "." + name));
    button.setAttribute("aria-label", `${this.part.getAttribute("data-" + name)} ${label}`);
    button.disabled = to < 0 || to >= this.ranked.length;
    row.appendChild(button);
  }

  private button(name: string, text: string, press: () => void): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = text;
    button.addEventListener("click", press);
    return button;
  }

  private pick(key: string): void {
    const at = this.ranked.indexOf(key);
    if (at >= 0) this.ranked.splice(at, 1);
    else if (this.ranked.length < this.fields.length) this.ranked.push(key);
    this.give();
    this.write(key, ".pick");
  }

  private move(from: number, to: number, pressed: string): void {
    const key = this.ranked[from];
    this.ranked.splice(to, 0, this.ranked.splice(from, 1)[0]);
    this.give();
    this.write(key, pressed);
  }

  /** Follows a finger or a mouse over the ranked rows; a tap that does not move stays a tap. */
  private drag(event: PointerEvent, key: string): void {
    const rows = Array.from(this.list.children).slice(0, this.ranked.length) as HTMLElement[];
    const dragged = rows[this.ranked.indexOf(key)];
    const onMove = (move: PointerEvent): void => {
      if (Math.abs(move.clientY - event.clientY) > 8) dragged.classList.add("dragged");
      dragged.style.transform = `translateY(${move.clientY - event.clientY}px)`;
    };
    const onEnd = (end: PointerEvent): void => {
      removeEventListener("pointermove", onMove);
      removeEventListener("pointerup", onEnd);
      removeEventListener("pointercancel", onEnd);
      dragged.style.transform = "";
      if (!dragged.classList.contains("dragged") || end.type === "pointercancel") return;
      // The click that ends a drag is none.
      const swallow = (click: Event): void => click.stopPropagation();
      this.list.addEventListener("click", swallow, true);
      setTimeout(() => {
        this.list.removeEventListener("click", swallow, true);
        this.drop(key, rows, end.clientY);
      });
    };
    addEventListener("pointermove", onMove);
    addEventListener("pointerup", onEnd);
    addEventListener("pointercancel", onEnd);
  }

  private drop(key: string, rows: HTMLElement[], y: number): void {
    const from = this.ranked.indexOf(key);
    const others = rows.filter((_, index) => index !== from);
    const to = others.filter((row) => row.getBoundingClientRect().top + row.offsetHeight / 2 < y).length;
    this.move(from, to, ".pick");
  }

  /** Into the fields that are sent. */
  private give(): void {
    this.fields.forEach((field, index) => (field.value = this.ranked[index] || ""));
    this.fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  }
}
