import { useTranslation } from 'react-i18next';
import { Field } from '../../parts/Field';
import { InlineWords } from '../../parts/InlineWords';
import { ListEditor } from '../../parts/ListEditor';
import type { EditProps } from '../kind';
import { MatrixFace } from './MatrixFace';

/** A matrix of rows by choices, both written in place. */
export function ChoiceMatrixFace({ question, set, round }: EditProps & { round: boolean }) {
  const { t } = useTranslation('editor');
  const choices = question.choices ?? [];
  const columns = choices.map((choice, at) => <InlineWords key={choice.key} words={choice.label} label={t('face.choice', { n: at + 1 })} placeholder={t('face.choiceBlank')} onChange={(label) => set({ choices: choices.with(at, { ...choice, label: label ?? {} }) }, `choice ${choice.key}`)} />);
  return <MatrixFace rows={question.rows ?? []} onRows={(rows, tag) => set({ rows }, tag)} columns={columns} round={round} />;
}

export function ChoiceMatrixForm({ question, set }: EditProps) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Field label={t('form.rows')}>{() => <ListEditor items={question.rows ?? []} addLabel={t('list.addRow')} onChange={(rows, tag) => set({ rows }, tag)} />}</Field>
      <Field label={t('form.columns')}>{() => <ListEditor items={question.choices ?? []} addLabel={t('list.addChoice')} onChange={(choices, tag) => set({ choices }, tag)} />}</Field>
    </>
  );
}
