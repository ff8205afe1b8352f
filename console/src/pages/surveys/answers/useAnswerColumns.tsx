import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerRow, Cell, QuestionColumn } from '@/api/centre';
import { useTouchpointName } from '@/api/journeys';
import { useTerms } from '@/features/useTerms';
import { joinWords } from '@/format/list';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { Masked } from '@/ui/Masked';
import { ScoreTag } from '@/ui/ScoreTag';
import type { Column } from '@/ui/table';
import { formatSeconds } from '../seconds';
import styles from '../surveys.module.css';

/** Marks the keys of columns that are questions, apart from those of the response itself. */
export const QUESTION = 'q ';
const SHOWN_AT_FIRST = 5;
const LONGEST_TITLE = 14;

/** The response's own columns, then one per question; the later questions are hidden until chosen. */
export function useAnswerColumns(questions: QuestionColumn[]): Column<AnswerRow>[] {
  const { t } = useTranslation('answers');
  const language = useLanguage();
  const terms = useTerms();
  const touchpoint = useTouchpointName(language);
  return useMemo(
    () => [
      { key: 'at', title: t('column.at'), render: (row) => formatInstant(row.at, language) },
      { key: 'unit', title: t('column.unit'), render: (row) => row.unit.name },
      { key: 'score', title: t('column.score'), render: (row) => (row.score === null ? '–' : <ScoreTag score={row.score} wordless />) },
      ...questions.map((question, at): Column<AnswerRow> => ({ key: QUESTION + question.key, title: shortTitle(question), optional: at > SHOWN_AT_FIRST || question.role === 'recommend', render: (row) => <CellValue value={row.cells[question.key]} personal={question.personal} /> })),
      { key: 'channel', title: t('column.channel'), render: (row) => terms.channel(row.channel) },
      { key: 'touchpoint', title: t('column.touchpoint'), optional: true, render: (row) => touchpoint(row.touchpoint) || '–' },
      { key: 'time', title: t('column.time'), align: 'right', render: (row) => formatSeconds(row.duration_s, language) },
      { key: 'version', title: t('column.version'), align: 'right', optional: true, render: (row) => row.version || t('draft') },
      { key: 'language', title: t('column.language'), optional: true, render: (row) => row.language },
      { key: 'flags', title: t('column.flags'), render: (row) => (row.flags.length > 0 ? <span className={styles.flag}>⚑ {joinWords(row.flags.map(terms.flag), language)}</span> : '') },
      { key: 'id', title: t('column.id'), optional: true, render: (row) => row.id },
    ],
    [questions, t, language, terms, touchpoint],
  );
}

/** A column is named by a matrix's line, else by the question, cut where a heading would be wider than its answers. */
function shortTitle({ key, line, title }: QuestionColumn): string {
  const words = line || title || key;
  return words.length > LONGEST_TITLE ? `${words.slice(0, LONGEST_TITLE)}…` : words;
}

/** Long words are cut at the column; the drawer has all of them. */
export function CellValue({ value, personal }: { value: Cell | undefined; personal: boolean }) {
  if (value === null || value === undefined) return <>–</>;
  if (personal) return <Masked value={String(value)} masked={String(value).includes('*')} />;
  return <span className={styles.cell} title={String(value)}>{value}</span>;
}
