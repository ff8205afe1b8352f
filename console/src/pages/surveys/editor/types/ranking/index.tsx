import { OrderedListOutlined } from '@ant-design/icons';
import type { QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm, CountFields } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

export const ranking: QuestionKind = {
  type: 'ranking',
  group: 'choice',
  icon: OrderedListOutlined,
  fresh: (say) => ({ title: say('请按重要程度排序', 'Please rank these by importance'), choices: twoChoices(say) }),
  Face: (props) => <ChoicesFace {...props} look="rank" />,
  Form: (props) => (
    <>
      <CountFields {...props} least={false} />
      <ChoicesForm {...props} flags={['fixed']} orders={['fixed', 'random', 'rotate']} carries />
    </>
  ),
  subjects: (question, label) => [{ of: question.key, label, kind: 'mark' }],
};
