import { CheckSquareOutlined } from '@ant-design/icons';
import { optionsOf } from '../../logic/options';
import type { QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm, CountFields } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

export const multiple: QuestionKind = {
  type: 'multiple',
  group: 'choice',
  icon: CheckSquareOutlined,
  fresh: (say) => ({ title: say('您看重哪些方面？', 'What matters to you?'), choices: twoChoices(say) }),
  Face: (props) => <ChoicesFace {...props} look="check" />,
  Form: (props) => (
    <>
      <CountFields {...props} />
      <ChoicesForm {...props} flags={['open', 'fixed', 'exclusive']} orders={['fixed', 'random', 'rotate']} carries grouped />
    </>
  ),
  subjects: (question, label, language) => [{ of: question.key, label, kind: 'choices', options: optionsOf(question, language) }],
};
