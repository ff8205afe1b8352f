/** A box to sign in with a finger or a pen. The name typed below it, or a picture, serves whoever cannot draw. */

import { filesIn } from "./files";

const HEIGHT = 180;
let unsent: (() => Promise<void>)[] = [];

/** Puts a box above each field for a signature. */
export function adoptSignatures(form: HTMLFormElement): void {
  unsent = [];
  if (!("PointerEvent" in window)) return;
  Array.from(form.querySelectorAll<HTMLElement>("[data-sign]")).forEach(offerBox);
}

/** Sends what has been drawn and not sent yet, as files of its question. */
export function sendSignatures(): Promise<unknown> | null {
  return unsent.length ? Promise.all(unsent.splice(0).map((send) => send())) : null;
}

function offerBox(part: HTMLElement): void {
  const question = part.closest(".question") as HTMLElement;
  const files = filesIn(question);
  if (!files) return;
  const canvas = document.createElement("canvas");
  const label = document.createElement("p");
  const clear = document.createElement("button");
  label.className = "or";
  label.textContent = part.getAttribute("data-sign");
  canvas.setAttribute("aria-hidden", "true");
  clear.type = "button";
  clear.className = "back";
  clear.textContent = part.getAttribute("data-clear");
  [label, canvas, clear].forEach((each) => part.appendChild(each));
  question.classList.add("signing");
  const showBox = (): void => {
    part.hidden = files.items.length > 0;
  };
  question.addEventListener("input", showBox);
  showBox();
  const send = (): Promise<void> =>
    new Promise((resolve) =>
      canvas.toBlob((blob) => {
        if (blob) files.add(blob, part.getAttribute("data-name") as string);
        wipe(canvas);
        resolve();
      }),
    );
  const drawn = (): void => {
    if (unsent.indexOf(send) < 0) unsent.push(send);
  };
  clear.addEventListener("click", () => {
    wipe(canvas);
    unsent = unsent.filter((each) => each !== send);
  });
  followPen(canvas, drawn);
}

/** The canvas has as many points as the screen shows, so that a thin line stays one. */
function wipe(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const scale = Math.max(2, window.devicePixelRatio || 1);
  canvas.width = canvas.offsetWidth * scale;
  canvas.height = HEIGHT * scale;
  pen.scale(scale, scale);
  pen.lineWidth = 2.4;
  pen.lineCap = pen.lineJoin = "round";
  return pen;
}

function followPen(canvas: HTMLCanvasElement, drawn: () => void): void {
  let pen: CanvasRenderingContext2D | null = null;
  let down = false;
  const at = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (!canvas.width || canvas.width !== canvas.offsetWidth * Math.max(2, window.devicePixelRatio || 1)) pen = null;
    pen = pen || wipe(canvas);
    down = true;
    canvas.setPointerCapture(event.pointerId);
    const [x, y] = at(event);
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + 0.1, y);
    pen.stroke();
    drawn();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down || !pen) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  ["pointerup", "pointercancel"].forEach((name) => canvas.addEventListener(name, () => (down = false)));
}
