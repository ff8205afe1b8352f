import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from './format/number';

// The server's own cookie, so that its words (errors, exports, the login page) follow the reader's choice.
const COOKIE = 'opencem_language';
const YEAR = 365 * 86_400;

// One chunk per language: a reader of Chinese never loads the English words.
const loaders: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  'zh-Hans': () => import('./locales/zh-Hans'),
  'zh-Hant': () => import('virtual:words/zh-Hant'),
  en: () => import('./locales/en'),
};

export const LANGUAGES: { key: Language; name: string }[] = [
  { key: 'zh-Hans', name: '简体中文' },
  { key: 'zh-Hant', name: '繁體中文' },
  { key: 'en', name: 'English' },
];

function cookieLanguage(): string | undefined {
  const entry = document.cookie.split('; ').find((each) => each.startsWith(`${COOKIE}=`));
  return entry?.slice(COOKIE.length + 1).toLowerCase();
}

export const hasChosenLanguage = (): boolean => cookieLanguage() !== undefined;

export function languageOf(code: string): Language {
  const lower = code.toLowerCase();
  if (lower.startsWith('en')) return 'en';
  return /^zh-(hant|tw|hk|mo)/.test(lower) ? 'zh-Hant' : 'zh-Hans';
}

export function storedLanguage(): Language {
  return languageOf(cookieLanguage() ?? 'zh-hans');
}

async function loadLanguage(language: Language): Promise<void> {
  const bundles = (await loaders[language]()).default;
  for (const [path, words] of Object.entries(bundles)) {
    i18next.addResourceBundle(language, path.slice(path.lastIndexOf('/') + 1, -'.json'.length), words);
  }
}

/** A word nobody wrote shows as its key; `make shots` fails on it. Codes that companies make up themselves have a fallback. */
function reportMissing(languages: readonly string[], namespace: string, key: string, _fallback: string, _update: boolean, options: { defaultValue?: unknown }): void {
  if (options.defaultValue === undefined) console.error(`No words for ${namespace}:${key} in ${languages.join(', ')}`);
}

export async function startI18n(language: Language = storedLanguage()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: 'ui',
    resources: {},
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
    saveMissing: true,
    missingKeyHandler: reportMissing,
  });
  await show(language);
}

/** The reader's choice: kept in the cookie and shown at once. */
export async function changeLanguage(language: Language): Promise<void> {
  document.cookie = `${COOKIE}=${language.toLowerCase()}; path=/; max-age=${YEAR}; samesite=lax`;
  await show(language);
}

async function show(language: Language): Promise<void> {
  await loadLanguage(language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return languageOf(i18n.language ?? '');
}
