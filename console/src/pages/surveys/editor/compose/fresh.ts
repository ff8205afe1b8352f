import { languagesOf, type Definition, type Question } from '../model/definition';
import { findQuestion, freshKey, questionsOf } from '../model/find';
import type { Spot } from '../model/change';
import type { QuestionKind, Say } from '../types/kind';

const SIMPLIFIED = 'zh-Hans';

/** First words in those of the languages that they are written in; the others are to be translated. */
export function sayIn(languages: string[]): Say {
  return (zh, en) => {
    const words = { ...(languages.includes(SIMPLIFIED) ? { [SIMPLIFIED]: zh } : {}), ...(languages.includes('en') ? { en } : {}) };
    return Object.keys(words).length ? words : { [languages[0]!]: en };
  };
}

const keysOf = (definition: Definition): string[] => questionsOf(definition).map((question) => question.key);

/** What a new question means to metrics, unless another means it already. */
function withFreeRole(definition: Definition, question: Question): Question {
  const { role, ...rest } = question;
  return role && questionsOf(definition).some((each) => each.role === role) ? rest : question;
}

/** A new question of the kind for that place. */
export function freshQuestion(definition: Definition, kind: QuestionKind, spot: Spot): Question {
  const fields = kind.fresh(sayIn(languagesOf(definition)), { definition, ...spot });
  return withFreeRole(definition, { key: freshKey(fields.role ?? kind.type, keysOf(definition)), type: kind.type, ...fields });
}

/** A question from the bank, under a key that is free here. */
export function adopted(definition: Definition, question: Question): Question {
  return withFreeRole(definition, { ...question, key: freshKey(question.key, keysOf(definition)) });
}

/** After the selected question, else at the end of the page. */
export function spotAfter(definition: Definition, question: string | undefined, page: string): Spot {
  const found = question === undefined ? undefined : findQuestion(definition, question);
  if (found) return { page: found.page.key, at: found.at + 1 };
  return { page, at: definition.pages.find((each) => each.key === page)?.questions.length ?? 0 };
}
