/** When this browser was last asked, kept on the site's own storage: no cookie, nothing for the survey's server. */

const PREFIX = "opencem:asked:";
const DAY = 86400000;

export function wasAskedLately(token: string, everyDays: number, now: number): boolean {
  try {
    const at = Number(localStorage.getItem(PREFIX + token));
    return everyDays > 0 && at > 0 && now - at < everyDays * DAY;
  } catch {
    // Storage is refused in some private windows: then it asks.
    return false;
  }
}

export function noteAsked(token: string, now: number): void {
  try {
    localStorage.setItem(PREFIX + token, String(now));
  } catch {
    // As above.
  }
}
