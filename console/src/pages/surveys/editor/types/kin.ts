import type { Choice, Question } from '../model/definition';

/** Types a question can be turned into without losing what was written. */
export const KIN: string[][] = [
  ['single', 'dropdown', 'multiple'],
  ['matrix_single', 'matrix_multiple'],
];

/** What changes when the question becomes one of that type: fields the type does not take fall away. */
export function asType(question: Question, type: string): Partial<Question> {
  if (type === 'multiple' || type === 'matrix_multiple') return { type };
  const plain = ({ exclusive: _exclusive, ...choice }: Choice): Choice => choice;
  return {
    type,
    min: undefined,
    max: undefined,
    ...(question.choices ? { choices: question.choices.map(plain) } : {}),
    ...(question.groups ? { groups: question.groups.map((group) => ({ ...group, choices: group.choices.map(plain) })) } : {}),
  };
}
