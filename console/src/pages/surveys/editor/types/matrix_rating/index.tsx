import { TableOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { bySubject } from '../../logic/options';
import { Field, NumberField } from '../../parts/Field';
import { ListEditor } from '../../parts/ListEditor';
import type { EditProps, QuestionKind } from '../kind';
import { Ends } from '../shared/Ends';
import { MatrixFace } from '../shared/MatrixFace';
import { numberOr } from '../shared/numbers';
import { threeRows } from '../shared/start';

function Face(props: EditProps) {
  const { question, set } = props;
  const most = numberOr(question.max, 5);
  return (
    <>
      <MatrixFace rows={question.rows ?? []} onRows={(rows, tag) => set({ rows }, tag)} columns={Array.from({ length: most }, (_, at) => at + 1)} round />
      <Ends {...props} low={1} high={most} />
    </>
  );
}

function Form({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <NumberField label={t('form.points')} min={2} max={10} value={numberOr(question.max, 5)} onChange={(max) => max && set({ max }, 'max')} />
      <Field label={t('form.rows')}>{() => <ListEditor items={question.rows ?? []} addLabel={t('list.addRow')} onChange={(rows, tag) => set({ rows }, tag)} />}</Field>
    </>
  );
}

export const matrixRating: QuestionKind = {
  type: 'matrix_rating',
  group: 'matrix',
  icon: TableOutlined,
  roles: ['csat'],
  fresh: (say) => ({ title: say('请为以下各项打分', 'Please rate the following'), rows: threeRows(say), max: 5, low_label: say('很不满意', 'Very dissatisfied'), high_label: say('很满意', 'Very satisfied') }),
  Face,
  Form,
  subjects: (question, label, language) => bySubject(question, label, question.rows ?? [], language, { kind: 'number', min: 1, max: numberOr(question.max, 5) }),
};
