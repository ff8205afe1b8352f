/** A small window in the corner of a site: a dialog that closes by its button or Escape and gives the focus back. */

import { makeFrame, style } from "./frame";
import type { Look } from "./look";

const FRONT = "2147483000";
const WORDS: { [language: string]: [string, string] } = {
  zh: ["说说您的感受", "关闭"],
  en: ["Tell us how it was", "Close"],
};

export function wordsFor(look: Look): { label: string; close: string } {
  const [label, close] = WORDS[look.lang.slice(0, 2).toLowerCase()] || WORDS.en;
  return { label: look.label || label, close };
}

export class Panel {
  private box: HTMLElement | null = null;
  private opener: Element | null = null;

  constructor(
    private readonly look: Look,
    private readonly address: string,
    private readonly home: string,
  ) {}

  get isOpen(): boolean {
    return this.box !== null;
  }

  open(): void {
    if (this.box) return;
    this.opener = document.activeElement;
    const words = wordsFor(this.look);
    const frame = makeFrame(this.address, this.home, words.label, {
      onHeight: (pixels) => style(frame, { height: Math.min(pixels, innerHeight * 0.75) + "px" }),
      onDone: () => setTimeout(() => this.close(), 4000),
    });
    style(frame, { height: Math.min(480, innerHeight * 0.6) + "px" });
    this.box = this.dialog(words.label, this.closeButton(words.close), frame);
    document.body.appendChild(this.box);
    addEventListener("keydown", this.onKey);
    this.box.focus();
  }

  readonly close = (): void => {
    if (!this.box) return;
    this.box.remove();
    this.box = null;
    removeEventListener("keydown", this.onKey);
    if (this.opener instanceof HTMLElement) this.opener.focus();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" || event.key === "Esc") this.close();
  };

  private dialog(label: string, ...parts: HTMLElement[]): HTMLElement {
    const box = document.createElement("div");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", label);
    box.tabIndex = -1;
    style(box, {
      position: "fixed", bottom: "16px", width: "380px", "max-width": "calc(100vw - 32px)", "z-index": FRONT,
      background: "#fff", "border-radius": "12px", "box-shadow": "0 8px 40px rgba(0,0,0,.25)", overflow: "hidden",
    });
    box.style.setProperty(this.look.side, "16px");
    for (const part of parts) box.appendChild(part);
    return box;
  }

  private closeButton(label: string): HTMLElement {
    const button = plainButton("×", label);
    style(button, {
      position: "absolute", top: "0", right: "0", width: "44px", height: "44px", background: "transparent",
      color: "#333", "font-size": "24px",
    });
    button.addEventListener("click", this.close);
    return button;
  }
}

export function plainButton(text: string, label: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  if (label !== text) button.setAttribute("aria-label", label);
  style(button, { border: "0", cursor: "pointer", "line-height": "1", padding: "0" });
  return button;
}

/** The button that stays in the corner and opens the panel. */
export function cornerButton(look: Look, onPress: () => void): HTMLButtonElement {
  const words = wordsFor(look);
  const button = plainButton(words.label, words.label);
  style(button, {
    position: "fixed", bottom: "16px", "z-index": FRONT, "min-height": "44px", padding: "0 20px",
    "border-radius": "22px", background: "#0f766e", color: "#fff", font: "16px/1.2 system-ui, sans-serif",
    "box-shadow": "0 2px 12px rgba(0,0,0,.25)",
  });
  button.style.setProperty(look.side, "16px");
  button.addEventListener("click", onPress);
  return button;
}
