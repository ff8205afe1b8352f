import type { ComponentType } from 'react';
import type { Definition, Question, Words } from '../model/definition';

export const KIND_GROUPS = ['score', 'choice', 'matrix', 'open', 'contact', 'material', 'content', 'visit'] as const;
export type KindGroup = (typeof KIND_GROUPS)[number];

/** How conditions ask for an answer. `state`: one of fixed words; `mark`: only whether there is one. */
export type SubjectKind = 'number' | 'nps' | 'choice' | 'choices' | 'state' | 'text' | 'mark';

/** One thing a condition can ask for: a question's answer, a row of a matrix, a calculation. */
export interface Subject {
  of: string;
  label: string;
  kind: SubjectKind;
  options?: { key: string; label: string }[];
  min?: number;
  max?: number;
}

/** First wording of a new question, in those of the survey's languages that it is written in. */
export type Say = (zh: string, en: string) => Words;

/** Where a new question is to stand: some start from the questions before them. */
export interface Setting {
  definition: Definition;
  page: string;
  at: number;
}

export interface EditProps {
  question: Question;
  /** Changes fields; `tag` names what is typed into, so that undo takes a word at once. */
  set: (patch: Partial<Question>, tag?: string) => void;
}

/** One type of question: all that the editor knows of it. A new type is a folder and a line in `registry.ts`. */
export interface QuestionKind {
  type: string;
  group: KindGroup;
  icon: ComponentType;
  fresh: (say: Say, setting: Setting) => Omit<Question, 'key' | 'type'>;
  /** The question as respondents meet it, its words written in place. */
  Face: ComponentType<EditProps>;
  /** The settings that only this type has. */
  Form?: ComponentType<EditProps>;
  /** What conditions can ask of it; `label` is the question's own. */
  subjects?: (question: Question, label: string, language: string) => Subject[];
  /** What the question can mean to metrics. */
  roles?: string[];
  /** Shown, but not answered. */
  silent?: boolean;
}
