import { useSyncExternalStore } from 'react';
import type { Appearance } from './theme';

export type AppearanceChoice = Appearance | 'system';

const KEY = 'opencem.appearance';
const listeners = new Set<() => void>();
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function storedChoice(): AppearanceChoice {
  const value = window.localStorage.getItem(KEY);
  return value === 'dark' || value === 'system' ? value : 'light';
}

function resolved(): Appearance {
  const choice = storedChoice();
  if (choice !== 'system') return choice;
  return systemDark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.theme = resolved();
  listeners.forEach((notify) => notify());
}

function subscribe(notify: () => void): () => void {
  listeners.add(notify);
  return () => listeners.delete(notify);
}

/** Sets the attribute that tokens.css reads; called once before the first paint. */
export function startAppearance(): void {
  systemDark.addEventListener('change', apply);
  apply();
}

export function chooseAppearance(choice: AppearanceChoice): void {
  window.localStorage.setItem(KEY, choice);
  apply();
}

export function useAppearance(): Appearance {
  return useSyncExternalStore(subscribe, resolved);
}
