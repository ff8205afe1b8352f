import { CalendarOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../model/definition';
import { Field, Pair } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

const wordsOf = (limit: Question['min']): string => (typeof limit === 'string' ? limit : '');

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  const limit = (name: 'min' | 'max', label: string) => (
    <Field label={label}>{(labelId) => <Input aria-labelledby={labelId} placeholder={t('form.noLimit')} value={wordsOf(question[name])} onChange={(event) => set({ [name]: event.target.value.trim() || undefined }, name)} />}</Field>
  );
  return (
    <>
      <Pair>{limit('min', t('form.earliest'))}{limit('max', t('form.latest'))}</Pair>
      <p className={styles.quiet}>{t('form.dateHelp')}</p>
    </>
  );
}

export const date: QuestionKind = {
  type: 'date',
  group: 'open',
  icon: CalendarOutlined,
  fresh: (say) => ({ title: say('您是哪一天到店的？', 'On which day did you visit?'), max: 'today' }),
  Face: () => <div className={styles.box} aria-hidden="true"><span>2026-01-31</span><CalendarOutlined /></div>,
  Form,
  subjects: ({ key }, label) => [{ of: key, label, kind: 'mark' }],
};
