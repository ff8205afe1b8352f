/** Languages offered by name; any other tag can be typed. */
export const OFFERED = ['zh-Hans', 'zh-Hant', 'en', 'ja', 'ko', 'th', 'vi', 'id', 'ms', 'fr', 'de', 'es', 'pt', 'ru', 'ar'];

/** The language in its own words: 繁體中文, English, Français. */
export function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

const TAG = /^[A-Za-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/;

export const isTag = (text: string): boolean => TAG.test(text);
