import { BorderOuterOutlined } from '@ant-design/icons';
import { bySubject, optionsOf } from '../../logic/options';
import type { QuestionKind } from '../kind';
import { ChoiceMatrixFace, ChoiceMatrixForm } from '../shared/ChoiceMatrix';
import { threeRows, twoChoices } from '../shared/start';

export const matrixSingle: QuestionKind = {
  type: 'matrix_single',
  group: 'matrix',
  icon: BorderOuterOutlined,
  fresh: (say) => ({ title: say('以下各项分别属于哪一种情况？', 'Which applies to each of these?'), rows: threeRows(say), choices: twoChoices(say) }),
  Face: (props) => <ChoiceMatrixFace {...props} round />,
  Form: ChoiceMatrixForm,
  subjects: (question, label, language) => bySubject(question, label, question.rows ?? [], language, { kind: 'choice', options: optionsOf(question, language) }),
};
