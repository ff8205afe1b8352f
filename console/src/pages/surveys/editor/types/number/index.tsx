import { NumberOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NumberField, Pair } from '../../parts/Field';
import { InlineWords } from '../../parts/InlineWords';
import type { EditProps, QuestionKind } from '../kind';
import styles from '../shared/faces.module.css';

const numberOf = (limit: unknown): number | undefined => (typeof limit === 'number' ? limit : undefined);

function Face({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return <div className={styles.box}><span aria-hidden="true">{t('face.number')}</span><InlineWords words={question.unit} label={t('face.unit')} onChange={(next) => set({ unit: next }, 'unit')} /></div>;
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Pair>
        <NumberField whole={false} label={t('form.least')} placeholder={t('form.noLimit')} value={numberOf(question.min)} onChange={(min) => set({ min }, 'min')} />
        <NumberField whole={false} label={t('form.most')} placeholder={t('form.noLimit')} value={numberOf(question.max)} onChange={(max) => set({ max }, 'max')} />
      </Pair>
      <NumberField whole={false} label={t('form.step')} min={0} placeholder={t('form.noLimit')} value={question.step} onChange={(step) => set({ step }, 'step')} />
    </>
  );
}

export const number: QuestionKind = {
  type: 'number',
  group: 'open',
  icon: NumberOutlined,
  fresh: (say) => ({ title: say('这次一共几位？', 'How many people were with you?'), min: 0 }),
  Face,
  Form,
  subjects: ({ key, min, max }, label) => [{ of: key, label, kind: 'number', min: numberOf(min), max: numberOf(max) }],
};
