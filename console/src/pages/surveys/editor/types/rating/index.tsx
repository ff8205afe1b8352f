import { StarOutlined } from '@ant-design/icons';
import { InputNumber, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import { Ends, ScaleFace } from '../shared/Ends';
import { Looks } from '../shared/Looks';

const LOOKS = ['stars', 'smileys', 'hearts', 'numbers'] as const;

function Face(props: EditProps) {
  const { points = 5, look = 'stars' } = props.question;
  if (look === 'numbers') return <ScaleFace {...props} low={1} high={points} />;
  return (
    <>
      <Looks look={look} points={points} />
      <Ends {...props} low={1} high={points} />
    </>
  );
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Field label={t('form.look')}>
        {(labelId) => <Segmented block size="small" aria-labelledby={labelId} value={question.look ?? 'stars'} onChange={(look) => set({ look })} options={LOOKS.map((value) => ({ value, label: t(`look.${value}`) }))} />}
      </Field>
      <Field label={t('form.points')}>
        {(labelId) => <InputNumber aria-labelledby={labelId} min={2} max={11} precision={0} value={question.points ?? 5} onChange={(points) => points && set({ points }, 'points')} style={{ width: '100%' }} />}
      </Field>
    </>
  );
}

export const rating: QuestionKind = {
  type: 'rating',
  group: 'score',
  icon: StarOutlined,
  roles: ['csat'],
  fresh: (say) => ({ title: say('您对这次体验满意吗？', 'How satisfied are you with your experience?'), low_label: say('很不满意', 'Very dissatisfied'), high_label: say('很满意', 'Very satisfied'), points: 5, look: 'stars', required: true, role: 'csat' }),
  Face,
  Form,
  subjects: ({ key, points = 5 }, label) => [{ of: key, label, kind: 'number', min: 1, max: points }],
};
