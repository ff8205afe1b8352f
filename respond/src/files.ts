/**
 * Files go ahead of their form, each by itself as soon as it is chosen, with its progress; the form then carries their
 * ids. Without this script the form carries the files themselves. Nothing is sent on while a file has not arrived.
 */

import { sendFile } from "./sending";

/** A file that has arrived. `preview` is a picture in this tab's memory: the server shows nobody's files to a page. */
interface Arrived {
  id: string;
  name: string;
  size: string;
  preview: string;
}

type State = "running" | "done" | "failed" | "refused";

/** What has arrived, by the name of the field; it outlives the page it was chosen on. */
let arrived: { [field: string]: Arrived[] } = {};
let previews: { [id: string]: string } = {};
let parts: Files[] = [];
let waiting: (() => void)[] = [];

/** Takes over the file fields of a page. `isFresh`: it comes from the server, which knows best what has arrived. */
export function adoptFiles(form: HTMLFormElement, isFresh: boolean): void {
  parts = Array.from(form.querySelectorAll<HTMLElement>("[data-files]")).map((part) => new Files(part, form, isFresh));
}

/** The file field within a question. */
export function filesIn(question: Element): Files | undefined {
  return parts.filter((part) => question.contains(part.box))[0];
}

/** Whether every file has arrived, once none is on its way; nothing to wait for: null. */
export function settled(): Promise<boolean> | null {
  const all = parts.reduce<Item[]>((found, part) => found.concat(part.items), []).filter((item) => !item.row.closest("[hidden]"));
  if (all.every((item) => item.state === "done")) return null;
  if (all.every((item) => item.state !== "running")) return Promise.resolve(false);
  return new Promise<void>((resolve) => waiting.push(resolve)).then(() => settled() || true);
}

/** The next person at this device finds nothing. */
export function forgetFiles(): void {
  arrived = {};
  previews = {};
}

/** The field for the files of one question, or of one row of it. */
export class Files {
  items: Item[] = [];
  private readonly list = document.createElement("ul");
  private readonly pick = document.createElement("p");
  private readonly over = document.createElement("p");
  private readonly name: string;
  readonly most: number;
  readonly words: string[];

  constructor(
    readonly box: HTMLElement,
    readonly form: HTMLFormElement,
    isFresh: boolean,
  ) {
    this.name = box.getAttribute("data-name") as string;
    this.most = Number(box.getAttribute("data-most"));
    this.words = (box.getAttribute("data-words") as string).split("|");
    this.list.className = "sent";
    this.pick.className = "pick";
    this.over.className = "over";
    this.over.setAttribute("role", "alert");
    box.appendChild(this.over);
    const there = isFresh ? this.fromServer() : arrived[this.name] || [];
    arrived[this.name] = there;
    this.replaceFields();
    there.forEach((each) => this.items.push(new Item(this, each)));
    this.refresh();
  }

  private fromServer(): Arrived[] {
    return Array.from(this.box.querySelectorAll<HTMLInputElement>("input[type=checkbox]")).map((field) => ({
      id: field.value,
      name: ((field.parentNode as Element).querySelector("span") as Element).textContent as string,
      size: field.getAttribute("data-size") as string,
      preview: previews[field.value] || "",
    }));
  }

  /** The plain field goes, its place in the order of keys and in the list of errors is the button's. */
  private replaceFields(): void {
    const plain = this.box.querySelector("input[type=file]") as HTMLInputElement;
    Array.from(this.box.querySelectorAll(".sent, [data-plain]")).forEach((each) => this.box.removeChild(each));
    const button = this.button(plain, this.words[1]);
    button.id = plain.id;
    plain.removeAttribute("id");
    button.setAttribute("aria-describedby", plain.getAttribute("aria-describedby") as string);
    if (this.box.hasAttribute("data-photo") && matchMedia("(pointer: coarse)").matches) {
      const camera = plain.cloneNode() as HTMLInputElement;
      camera.setAttribute("capture", "environment");
      this.button(camera, this.words[0]);
      this.box.insertBefore(camera, plain);
      this.pick.insertBefore(this.pick.lastChild as Node, button);
    }
    this.box.insertBefore(this.pick, this.box.firstChild);
    this.box.insertBefore(this.list, this.pick);
  }

  private button(field: HTMLInputElement, word: string): HTMLButtonElement {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "back";
    button.textContent = word;
    button.setAttribute("aria-label", word + " " + (field.getAttribute("aria-label") || ""));
    button.addEventListener("click", () => field.click());
    field.hidden = true;
    field.removeAttribute("name");
    field.addEventListener("change", (event) => {
      event.stopPropagation();
      Array.from(field.files || []).forEach((file) => this.add(file, file.name));
      field.value = "";
    });
    this.pick.appendChild(button);
    return button;
  }

  /** Sends a file on its way; where only one may be given it takes the place of what was there. */
  add(file: Blob, name: string): void {
    if (this.most === 1) this.items.slice().forEach((item) => item.remove());
    if (this.isFull()) {
      this.over.textContent = this.words[7].replace("{limit}", String(this.most));
      return;
    }
    this.items.push(new Item(this, { id: "", name, size: sizeOf(file.size), preview: "" }, file));
    this.refresh();
  }

  /** Whether as many as may be are here or on their way. */
  private isFull(): boolean {
    return this.items.filter((item) => item.state !== "refused").length >= this.most;
  }

  keep(one: Arrived): void {
    arrived[this.name].push(one);
    if (one.preview) previews[one.id] = one.preview;
  }

  drop(item: Item): void {
    this.over.textContent = "";
    this.items = this.items.filter((each) => each !== item);
    arrived[this.name] = arrived[this.name].filter((each) => each.id !== item.what.id);
    this.refresh();
  }

  /** Shows the items, says when no more may be given, and lets the page notice. */
  refresh(): void {
    const enough = this.most > 1 && this.isFull();
    Array.from(this.pick.querySelectorAll("button")).forEach((button) => (button.disabled = enough));
    this.items.forEach((item) => this.list.appendChild(item.row));
    this.list.hidden = !this.items.length;
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
    if (parts.every((part) => part.items.every((item) => item.state !== "running"))) {
      waiting.splice(0).forEach((done) => done());
    }
  }

  /** A hidden field with the id of a file that has arrived. */
  field(id: string): HTMLInputElement {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = this.name;
    field.value = id;
    field.setAttribute("data-kind", this.name.split(".").length > 2 ? "none" : "list");
    return field;
  }
}

/** One file: its picture or name, how far it has come, and a button to take it back. */
class Item {
  readonly row = document.createElement("li");
  private readonly said = document.createElement("small");
  private readonly bar = document.createElement("progress");
  state: State = "running";
  private isGone = false;

  constructor(
    private readonly files: Files,
    readonly what: Arrived,
    private readonly file?: Blob,
  ) {
    if (file && /^image\/(jpeg|png|webp|gif)$/.test(file.type)) what.preview = URL.createObjectURL(file);
    this.draw();
    if (file) this.send();
    else this.done();
  }

  private draw(): void {
    const [, , remove] = this.files.words;
    const picture = document.createElement(this.what.preview ? "img" : "i");
    if (this.what.preview) picture.setAttribute("src", this.what.preview);
    picture.setAttribute("alt", "");
    const about = document.createElement("span");
    about.textContent = this.what.name;
    this.said.setAttribute("role", "status");
    this.bar.max = 1;
    this.bar.setAttribute("aria-hidden", "true");
    [this.said, this.bar].forEach((each) => about.appendChild(each));
    [picture, about, buttonFor("×", remove + " " + this.what.name, () => this.remove())].forEach((each) => this.row.appendChild(each));
  }

  private send(): void {
    const { form, box, words } = this.files;
    const limit = Number(box.getAttribute("data-mb"));
    const file = this.file as Blob;
    if (file.size > limit * 1048576) return this.refuse(words[8].replace("{limit}", String(limit)));
    const fields = new FormData();
    fields.append("_key", (form.querySelector("[name=_key]") as HTMLInputElement).value);
    fields.append("slot", box.getAttribute("data-files") as string);
    fields.append("file", file, this.what.name);
    this.say("running", words[4]);
    sendFile(fields, (share) => this.progress(share)).then(
      (reply) => this.answered(reply.status, JSON.parse(reply.html) as { id: string; name: string; title: string }),
      () => this.fail(),
    );
  }

  private progress(share: number): void {
    this.bar.value = share;
    this.said.textContent = this.files.words[4] + " " + Math.round(share * 100) + "%";
  }

  private answered(status: number, reply: { id: string; name: string; title: string }): void {
    if (this.isGone) return;
    if (status >= 300) return this.refuse(reply.title);
    this.what.id = reply.id;
    this.files.keep(this.what);
    this.done();
    this.files.refresh();
  }

  private done(): void {
    this.row.appendChild(this.files.field(this.what.id));
    this.say("done", this.what.size + " · " + this.files.words[5]);
  }

  private refuse(why: string): void {
    this.say("refused", why);
    this.said.setAttribute("role", "alert");
    this.files.refresh();
  }

  /** The network stayed away: the file is still here, and can be tried again. */
  private fail(): void {
    const [, , , retry, , , failed] = this.files.words;
    this.say("failed", failed);
    const again = buttonFor(retry, retry + " " + this.what.name, () => {
      this.row.removeChild(again);
      this.send();
    });
    this.row.insertBefore(again, this.row.lastChild);
    this.files.refresh();
  }

  private say(state: State, words: string): void {
    this.state = state;
    this.row.className = state;
    this.said.textContent = words;
  }

  remove(): void {
    this.isGone = true;
    if (this.row.parentNode) this.row.parentNode.removeChild(this.row);
    this.files.drop(this);
  }
}

function buttonFor(text: string, label: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", act);
  return button;
}

function sizeOf(bytes: number): string {
  return bytes < 1048576 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
}
