import { SlidersOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NumberField, Pair } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import { Ends } from '../shared/Ends';
import styles from '../shared/faces.module.css';
import { numberOr } from '../shared/numbers';

function Face(props: EditProps) {
  return (
    <>
      <div className={styles.track} aria-hidden="true"><i /></div>
      <Ends {...props} low={numberOr(props.question.min, 0)} high={numberOr(props.question.max, 100)} />
    </>
  );
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Pair>
        <NumberField whole={false} label={t('form.from')} value={numberOr(question.min, 0)} onChange={(min) => set({ min }, 'min')} />
        <NumberField whole={false} label={t('form.to')} value={numberOr(question.max, 100)} onChange={(max) => set({ max }, 'max')} />
      </Pair>
      <NumberField whole={false} label={t('form.step')} min={0} value={question.step ?? 1} onChange={(step) => set({ step }, 'step')} />
    </>
  );
}

export const slider: QuestionKind = {
  type: 'slider',
  group: 'score',
  icon: SlidersOutlined,
  fresh: (say) => ({ title: say('请拖动滑块打分', 'Move the slider to give a score'), min: 0, max: 100, step: 1 }),
  Face,
  Form,
  subjects: ({ key, min, max }, label) => [{ of: key, label, kind: 'number', min: numberOr(min, 0), max: numberOr(max, 100) }],
};
