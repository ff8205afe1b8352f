import type { MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { tokenName } from '../logic/tokenNames';
import { findQuestion, questionsOf } from '../model/find';
import { FACTS } from '../model/tokens';
import { useEditor, useWhole } from '../state/useEditor';
import { kindOf } from '../types/registry';

/** What can be put into the words of a question: earlier answers, calculations, facts of the person and the order. */
export function useTokenMenu(question: string, onChoose: (token: string) => void): MenuProps['items'] {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const definition = useWhole();
  const all = questionsOf(definition);
  const before = all.slice(0, Math.max(0, all.findIndex((each) => each.key === question))).filter((each) => !kindOf(each.type)?.silent);
  const item = (token: string) => ({ key: token, label: tokenName(definition, token, language, t), onClick: () => onChoose(token) });
  const facts = [...FACTS, ...(findQuestion(definition, question)?.page.loop ? ['item.name'] : [])];
  const group = (name: 'answers' | 'calculations' | 'facts', tokens: string[]) => (tokens.length ? [{ type: 'group' as const, key: name, label: t(`token.${name}`), children: tokens.map(item) }] : []);
  return [
    ...group('answers', before.map((each) => `q.${each.key}`)),
    ...group('calculations', (definition.calculations ?? []).map((each) => `calc.${each.key}`)),
    ...group('facts', facts),
  ];
}
