import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from './format/number';

const KEY = 'opencem.language';

// One chunk per language: a reader of Chinese never loads the English words.
const loaders: Record<Language, () => Promise<{ default: Record<string, unknown> }>> = {
  'zh-Hans': () => import('./locales/zh-Hans'),
  en: () => import('./locales/en'),
};

export const LANGUAGES: { key: Language; name: string }[] = [
  { key: 'zh-Hans', name: '简体中文' },
  { key: 'en', name: 'English' },
];

export function storedLanguage(): Language {
  return window.localStorage.getItem(KEY) === 'en' ? 'en' : 'zh-Hans';
}

async function loadLanguage(language: Language): Promise<void> {
  const bundles = (await loaders[language]()).default;
  for (const [path, words] of Object.entries(bundles)) {
    i18next.addResourceBundle(language, path.slice(path.lastIndexOf('/') + 1, -'.json'.length), words);
  }
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
  });
  await changeLanguage(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  await loadLanguage(language);
  window.localStorage.setItem(KEY, language);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'zh-Hans';
}
