import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuestionColumns, type AnswerRow, type QuestionColumn } from '@/api/centre';
import { useCursorList } from '@/api/useCursorList';
import { useScope } from '@/state/useScope';
import { useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { EmptyState, ErrorState } from '@/ui/States';
import { AnswerDetail } from './AnswerDetail';
import { DeleteTests } from './DeleteTests';
import { AnswerFilters } from './AnswerFilters';
import { ExportMenu } from './ExportMenu';
import { ANSWER_PARAMS, toFilter } from './params';
import { QUESTION, useAnswerColumns } from './useAnswerColumns';

const NO_QUESTIONS: QuestionColumn[] = [];

/** The answers as a table: a line per response, a column per question, of which only those in sight are fetched. */
export function AnswersTab({ survey }: { survey: string }) {
  const { t } = useTranslation('answers');
  const [scope] = useScope();
  const [values, set] = useUrlState(ANSWER_PARAMS);
  const questions = useQuestionColumns(survey, values.test);
  const [visible, setVisible] = useState<string[]>();
  const columns = useAnswerColumns(questions.data ?? NO_QUESTIONS);
  const filter = toFilter(values, scope.unit);
  const asked = useMemo(() => (visible ?? columns.filter((column) => !column.optional).map((column) => column.key)).filter((key) => key.startsWith(QUESTION)).map((key) => key.slice(QUESTION.length)), [visible, columns]);
  const list = useCursorList<AnswerRow>('/api/v1/surveys/{key}/answers', { ...filter, column: asked }, { path: { key: survey }, enabled: questions.data !== undefined });
  if (questions.error && !questions.data) return <ErrorState error={questions.error} onRetry={() => void questions.refetch()} />;
  return (
    <>
      <AnswerFilters values={values} set={set} columns={questions.data ?? NO_QUESTIONS} />
      <DataTable
        // Stored settings name columns of this survey; they are read again for another.
        key={`${survey} ${values.test} ${questions.data ? 'ready' : 'waiting'}`}
        name={`answers.${survey}`}
        label={t('title')}
        toolbar={<><ExportMenu survey={survey} filter={filter} total={list.paging.total} />{values.test && <DeleteTests survey={survey} total={list.paging.total} />}</>}
        columns={columns}
        onVisible={setVisible}
        rows={list.rows}
        rowKey={(row) => String(row.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        paging={list.paging}
        onOpen={(row) => set({ open: String(row.id) }, { push: true })}
        openKey={values.open}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
      <DetailDrawer openId={values.open} ids={(list.rows ?? []).map((row) => String(row.id))} title={t('one', { n: values.open })} onMove={(open) => set({ open })}>
        {values.open && <AnswerDetail survey={survey} id={values.open} />}
      </DetailDrawer>
    </>
  );
}
