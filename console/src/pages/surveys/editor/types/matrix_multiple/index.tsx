import { AppstoreOutlined } from '@ant-design/icons';
import { bySubject, optionsOf } from '../../logic/options';
import type { QuestionKind } from '../kind';
import { ChoiceMatrixFace, ChoiceMatrixForm } from '../shared/ChoiceMatrix';
import { CountFields } from '../shared/ChoicesForm';
import { threeRows, twoChoices } from '../shared/start';

export const matrixMultiple: QuestionKind = {
  type: 'matrix_multiple',
  group: 'matrix',
  icon: AppstoreOutlined,
  fresh: (say) => ({ title: say('以下各项符合哪些情况？', 'Which of these apply to each?'), rows: threeRows(say), choices: twoChoices(say) }),
  Face: (props) => <ChoiceMatrixFace {...props} round={false} />,
  Form: (props) => (
    <>
      <CountFields {...props} least={false} />
      <ChoiceMatrixForm {...props} />
    </>
  ),
  subjects: (question, label, language) => bySubject(question, label, question.rows ?? [], language, { kind: 'choices', options: optionsOf(question, language) }),
};
