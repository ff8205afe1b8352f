import { PieChartOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { choicesOf } from '../../model/find';
import { bySubject } from '../../logic/options';
import { NumberField } from '../../parts/Field';
import type { EditProps, QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

function Form(props: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <NumberField label={t('form.total')} min={1} max={1_000_000} value={props.question.total ?? 100} onChange={(total) => props.set({ total }, 'total')} />
      <ChoicesForm {...props} flags={[]} />
    </>
  );
}

export const constantSum: QuestionKind = {
  type: 'constant_sum',
  group: 'choice',
  icon: PieChartOutlined,
  fresh: (say) => ({ title: say('请把 100 分分给下面各项', 'Share 100 points among these'), total: 100, choices: twoChoices(say) }),
  Face: (props) => <ChoicesFace {...props} look="share" />,
  Form,
  subjects: (question, label, language) => bySubject(question, label, choicesOf(question), language, { kind: 'number', min: 0, max: question.total ?? 100 }),
};
