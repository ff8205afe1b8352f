import { DownCircleOutlined } from '@ant-design/icons';
import { optionsOf } from '../../logic/options';
import type { QuestionKind } from '../kind';
import { ChoicesFace } from '../shared/ChoicesFace';
import { ChoicesForm } from '../shared/ChoicesForm';
import { twoChoices } from '../shared/start';

export const dropdown: QuestionKind = {
  type: 'dropdown',
  group: 'choice',
  icon: DownCircleOutlined,
  fresh: (say) => ({ title: say('请选择一项', 'Please choose one'), choices: twoChoices(say) }),
  Face: (props) => <ChoicesFace {...props} look="option" />,
  Form: (props) => <ChoicesForm {...props} flags={['open', 'fixed']} orders={['fixed', 'random', 'rotate']} carries grouped />,
  subjects: (question, label, language) => [{ of: question.key, label, kind: 'choice', options: optionsOf(question, language) }],
};
