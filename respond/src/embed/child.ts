/**
 * The answer page's side of embedding: says how tall it is and when it is done, to the site that greeted it, and only
 * if that site may embed it (`data-origins` of the body, which the server writes).
 */

type Message = { opencem: "height"; px: number } | { opencem: "done" };

export function speakToParent(): void {
  const site = parent;
  const allowed = (document.body.getAttribute("data-origins") || "").split(" ");
  let heard = "";
  let told = 0;
  let isDone = false;

  const say = (message: Message): void => {
    site.postMessage(message, heard);
  };
  const tell = (): void => {
    if (!heard) return;
    const height = heightOfPage();
    if (height !== told) say({ opencem: "height", px: (told = height) });
    if (!isDone && document.querySelector("[data-done]")) {
      isDone = true;
      say({ opencem: "done" });
    }
  };

  addEventListener("message", (event) => {
    const said = (event.data || {}) as { opencem?: unknown };
    if (said.opencem !== "hello" || event.source !== site || allowed.indexOf(event.origin) < 0) return;
    heard = event.origin;
    told = 0;
    tell();
  });
  // What the page shows changes with answers and pages; the oldest WebViews have no ResizeObserver.
  new MutationObserver(tell).observe(document.body, { subtree: true, childList: true, attributes: true });
  addEventListener("resize", tell);
  addEventListener("load", tell);
}

/** Of what is shown, not of the frame: else a frame once tall would never shrink. */
function heightOfPage(): number {
  const page = document.getElementById("page") || document.body;
  return Math.ceil(page.getBoundingClientRect().bottom + window.pageYOffset);
}
