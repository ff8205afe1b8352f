import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { anyWords, type Choice, type ChoiceGroup } from '../../model/definition';
import { choicesOf, freshItemKey } from '../../model/find';
import { subjectsBefore } from '../../logic/subjects';
import { RuleField } from '../../rules/RuleField';
import { useEditor, useWhole } from '../../state/useEditor';
import type { EditProps } from '../kind';
import styles from './forms.module.css';

type List = (choices: Choice[], change: (choices: Choice[], tag?: string) => void) => ReactNode;

/** Groups of choices, each shown under its own condition: what promoters praise, what detractors complain of. */
export function ChoiceGroups({ question, set, list }: EditProps & { list: List }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const subjects = subjectsBefore(useWhole(), { part: 'question', key: question.key }, language);
  const groups = question.groups ?? [];
  const put = (at: number, patch: Partial<ChoiceGroup>, tag?: string): void => set({ groups: groups.with(at, patched(groups[at]!, patch)) }, tag && `group ${at} ${tag}`);
  const remove = (at: number): void => set(groups.length === 1 ? { groups: undefined, choices: question.choices ?? groups[0]!.choices } : { groups: groups.toSpliced(at, 1) });
  const add = (): void => set({ groups: [...groups, { choices: [{ key: freshItemKey(choicesOf(question).map((choice) => choice.key)), label: {} }] }] });
  return (
    <>
      {groups.map((group, at) => (
        <section key={at} className={styles.group} aria-label={t('group.nth', { n: at + 1 })}>
          <header className={styles.head}>
            <strong>{anyWords(group.title, language) || t('group.nth', { n: at + 1 })}</strong>
            <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('group.remove', { n: at + 1 })} onClick={() => remove(at)} />
          </header>
          <RuleField label={t('group.when')} without={t('show.always')} within={t('show.rule')} rule={group.show_if} subjects={subjects} onChange={(show_if) => put(at, { show_if })} />
          {list(group.choices, (choices, tag) => put(at, { choices }, tag))}
        </section>
      ))}
      <Button type="dashed" size="small" icon={<PlusOutlined />} onClick={add}>{t('group.add')}</Button>
    </>
  );
}

function patched(group: ChoiceGroup, patch: Partial<ChoiceGroup>): ChoiceGroup {
  const next = { ...group, ...patch };
  if (next.show_if === undefined) delete next.show_if;
  return next;
}
