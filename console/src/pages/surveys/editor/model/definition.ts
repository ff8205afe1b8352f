/** A text by language; the first of the survey's languages is the one it is written in. */
export type Words = Record<string, string>;

/** JsonLogic as the engine takes it; read and written only by `../logic`. */
export type Rule = unknown;

export interface Choice {
  key: string;
  label: Words;
  show_if?: Rule;
  image?: string;
  open?: boolean;
  fixed?: boolean;
  exclusive?: boolean;
}

export interface ChoiceGroup {
  title?: Words;
  show_if?: Rule;
  choices: Choice[];
}

export interface Row {
  key: string;
  label: Words;
}

export interface ChecklistItem extends Row {
  weight?: number;
  critical?: boolean;
  evidence?: boolean;
}

export interface Consent {
  version: string;
  text: Words;
}

/** An identifier of the company's own making: which characters, how many. */
export interface Pattern {
  chars: string;
  min: number;
  max: number;
}

/** One question; which of the later fields it takes depends on its type (see `../types`). */
export interface Question {
  key: string;
  type: string;
  title: Words;
  hint?: Words;
  required?: Rule;
  show_if?: Rule;
  role?: string;
  note?: string;
  low_label?: Words;
  high_label?: Words;
  points?: number;
  look?: string;
  choices?: Choice[];
  groups?: ChoiceGroup[];
  rows?: Row[];
  items?: ChecklistItem[];
  /** A number, or for dates a day such as `today-30d`. */
  min?: number | string;
  max?: number | string;
  step?: number;
  unit?: Words;
  total?: number;
  order?: string;
  multiple?: boolean;
  carry?: { from: string; what: 'chosen' | 'not_chosen' };
  max_length?: number;
  lines?: number;
  format?: string | Pattern;
  consent?: Consent;
  levels?: Words[];
  /** `units`, or the paths of a table. */
  source?: string | string[][];
  max_files?: number;
  max_mb?: number;
  accept?: string[];
  src?: string;
  param?: string;
}

export interface Jump {
  if?: Rule;
  to: string;
}

export interface Page {
  key: string;
  title?: Words;
  questions: Question[];
  show_if?: Rule;
  next?: Jump[];
  order?: string;
  loop?: { over: string };
  ab?: { group: string; arm: string; weight: number };
}

export interface End {
  key: string;
  title: Words;
  text?: Words;
  outcome: 'completed' | 'screened_out';
  redirect?: string;
}

export interface Calculation {
  key: string;
  value: Rule;
}

export interface Quota {
  key: string;
  limit: number;
  if?: Rule;
  end?: string;
  hold_minutes?: number;
}

export interface Theme {
  color?: string;
  logo?: string;
  cover?: string;
  progress?: boolean;
  screens?: 'pages' | 'questions';
}

/** A survey as its JSON stands in a draft: unlike a version, it may still have faults. */
export interface Definition {
  key: string;
  title: Words;
  intro?: Words;
  thanks?: Words;
  languages?: string[];
  pages: Page[];
  color?: string;
  theme?: Theme;
  ends?: End[];
  calculations?: Calculation[];
  quotas?: Quota[];
  tags?: string[];
  scene?: string;
}

export const FIRST_LANGUAGE = 'zh-Hans';

/** The survey's languages, the one it is written in first. */
export function languagesOf(definition: Definition): string[] {
  return definition.languages?.length ? definition.languages : [FIRST_LANGUAGE];
}

/** The words in `language`; nothing stands in for what is not translated. */
export const wordsOf = (words: Words | undefined, language: string): string => words?.[language] ?? '';

/** The words in `language`, else in whichever language has any. */
export const anyWords = (words: Words | undefined, language: string): string => words?.[language] || Object.values(words ?? {}).find(Boolean) || '';
