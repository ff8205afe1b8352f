import { CheckCircleOutlined } from '@ant-design/icons';
import { optionsOf } from '../../logic/options';
import type { QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

export const single: QuestionKind = {
  type: 'single',
  group: 'choice',
  icon: CheckCircleOutlined,
  fresh: (say) => ({ title: say('您这次是在哪里购买的？', 'Where did you shop this time?'), choices: twoChoices(say), required: true }),
  Face: (props) => <ChoicesFace {...props} look="radio" />,
  Form: (props) => <ChoicesForm {...props} flags={['open', 'fixed']} orders={['fixed', 'random', 'rotate']} carries grouped />,
  subjects: (question, label, language) => [{ of: question.key, label, kind: 'choice', options: optionsOf(question, language) }],
};
