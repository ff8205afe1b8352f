import { LikeOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NumberField } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import { ScaleFace } from '../shared/Ends';

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return <NumberField label={t('form.points')} min={2} max={11} value={question.points ?? 7} onChange={(points) => points && set({ points }, 'points')} />;
}

export const ces: QuestionKind = {
  type: 'ces',
  group: 'score',
  icon: LikeOutlined,
  roles: ['ces'],
  fresh: (say) => ({ title: say('这次办理让我感到轻松省事。', 'It was easy to get this done.'), low_label: say('非常不同意', 'Strongly disagree'), high_label: say('非常同意', 'Strongly agree'), points: 7, required: true, role: 'ces' }),
  Face: (props) => <ScaleFace {...props} low={1} high={props.question.points ?? 7} />,
  Form,
  subjects: ({ key, points = 7 }, label) => [{ of: key, label, kind: 'number', min: 1, max: points }],
};
