import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../logic/subjects';
import { anyWords, type Definition } from '../model/definition';
import { findQuestion } from '../model/find';
import type { Owner } from '../model/traverse';
import { useEditor } from '../state/useEditor';

type Part = Pick<Owner, 'part' | 'key'>;

/** Names the part of the survey something belongs to: 「推荐意愿」, 第 2 页, 结束页「谢谢」. */
export function ownerName(definition: Definition, { part, key }: Part, language: string, t: TFunction<'editor'>): string {
  if (part === 'question') {
    const found = findQuestion(definition, key);
    return found ? t('owner.question', { name: nameOf(found.question, language) }) : key;
  }
  if (part === 'page') {
    const at = definition.pages.findIndex((page) => page.key === key);
    return anyWords(definition.pages[at]?.title, language) || t('page.nth', { n: at + 1 });
  }
  if (part === 'end') return t('owner.end', { name: anyWords(definition.ends?.find((end) => end.key === key)?.title, language) || key });
  return part === 'survey' ? t('owner.survey') : t(`owner.${part}`, { name: key });
}

export function useOwnerName(definition: Definition): (owner: Part) => string {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  return (owner) => ownerName(definition, owner, language, t);
}

/** Names where a jump leads: 第 3 页：满意度, 结束：谢谢. */
export function useTargetName(definition: Definition): (to: string) => string {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  return (to) => {
    const end = to.startsWith('end:') ? definition.ends?.find((each) => `end:${each.key}` === to) : undefined;
    if (end) return t('jump.toEnd', { name: anyWords(end.title, language) || end.key });
    const at = definition.pages.findIndex((page) => page.key === to);
    return at < 0 ? t('jump.gone') : t('jump.toPage', { n: at + 1, name: anyWords(definition.pages[at]!.title, language) || t('page.nth', { n: at + 1 }) });
  };
}
