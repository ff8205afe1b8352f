import type { TFunction } from 'i18next';
import type { Definition } from '../model/definition';
import { findQuestion } from '../model/find';
import { FACTS, partsOf } from '../model/tokens';
import { nameOf } from './subjects';

const LONGEST = 14;

const shortened = (name: string): string => (name.length > LONGEST ? `${name.slice(0, LONGEST)}…` : name);

/** What stands for a token in the editor: 「推荐意愿」, 会员姓名. */
export function tokenName(definition: Definition, token: string, language: string, t: TFunction<'editor'>): string {
  const { name } = partsOf(token);
  const [from, key = ''] = name.split('.');
  if (from === 'q') {
    const found = findQuestion(definition, key);
    return found ? t('token.answer', { name: shortened(nameOf(found.question, language)) }) : t('token.gone');
  }
  if (from === 'calc') return (definition.calculations ?? []).some((each) => each.key === key) ? t('token.calculation', { key }) : t('token.gone');
  return [...FACTS, 'item.name'].includes(name as never) ? t(`token.fact.${name.replace('.', '_')}`) : name;
}
