import { AuditOutlined } from '@ant-design/icons';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { anyWords, type ChecklistItem } from '../../model/definition';
import { freshItemKey } from '../../model/find';
import { bySubject } from '../../logic/options';
import { Field } from '../../parts/Field';
import { InlineWords } from '../../parts/InlineWords';
import { ListEditor } from '../../parts/ListEditor';
import { useEditor } from '../../state/useEditor';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';
import { Verdicts } from './Verdicts';

function Face({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const items = question.items ?? [];
  return (
    <>
      {items.map((item, at) => (
        <div key={item.key} className={styles.item}>
          <InlineWords words={item.label} label={t('face.row', { n: at + 1 })} placeholder={t('face.rowBlank')} onChange={(label) => set({ items: items.with(at, { ...item, label: label ?? {} }) }, `item ${item.key}`)} />
          {item.critical && <span className={styles.critical}>{t('check.critical')}</span>}
          <Verdicts />
        </div>
      ))}
      {!locked && <button type="button" className={styles.add} onClick={() => set({ items: [...items, { key: freshItemKey(items.map((item) => item.key)), label: {}, weight: 1 }] })}>+ {t('face.addRow')}</button>}
    </>
  );
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const items = question.items ?? [];
  const change = (key: string, patch: Partial<ChecklistItem>): ChecklistItem[] => items.map((item) => (item.key === key ? { ...item, ...patch } : item));
  const menu = (item: ChecklistItem) => (['critical', 'evidence'] as const).map((flag) => ({ key: flag, label: t(item[flag] ? `check.not.${flag}` : `check.make.${flag}`), onClick: () => set({ items: change(item.key, { [flag]: !item[flag] }) }) }));
  const flags = (item: ChecklistItem): string => (['critical', 'evidence'] as const).filter((flag) => item[flag]).map((flag) => t(`check.${flag}`)).join(' · ');
  return (
    <>
      <Field label={t('form.items')} help={t('form.itemsHelp')}>{() => <ListEditor items={items} addLabel={t('list.addRow')} onChange={(next, tag) => set({ items: next }, tag)} menu={menu} flags={flags} />}</Field>
      <Field label={t('form.weights')}>
        {() => items.map((item) => <InputNumber key={item.key} size="small" prefix={anyWords(item.label, language) || item.key} aria-label={t('form.weightOf', { name: anyWords(item.label, language) || item.key })} min={0} max={1000} style={{ width: '100%' }} value={item.weight ?? 1} onChange={(weight) => weight !== null && set({ items: change(item.key, { weight }) }, `weight ${item.key}`)} />)}
      </Field>
    </>
  );
}

const VERDICTS = ['yes', 'no', 'na'];

export const checklist: QuestionKind = {
  type: 'checklist',
  group: 'visit',
  icon: AuditOutlined,
  fresh: (say) => ({ title: say('进店检查', 'On entering the store'), items: [{ key: 'a1', label: say('三十秒内有人招呼', 'Greeted within thirty seconds'), weight: 2 }, { key: 'a2', label: say('货架整齐、价签齐全', 'Shelves tidy, prices shown'), weight: 1 }] }),
  Face,
  Form,
  subjects: (question, label, language) => bySubject(question, label, question.items ?? [], language, { kind: 'state', options: VERDICTS.map((key) => ({ key, label: VERDICT_WORDS[key]?.[language === 'en' ? 1 : 0] ?? key })) }),
};

/** As the answer page says them. */
const VERDICT_WORDS: Record<string, [string, string]> = { yes: ['是', 'Yes'], no: ['否', 'No'], na: ['不适用', 'N/A'] };
