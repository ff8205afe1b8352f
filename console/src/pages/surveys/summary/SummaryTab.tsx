import { DatePicker, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useDropOff, useSummary } from '@/api/centre';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { EmptyState, ErrorState } from '@/ui/States';
import styles from '../surveys.module.css';
import { LeavingCard } from './LeavingCard';
import { QuestionCard } from './QuestionCard';

const PARAMS = { since: param.optional(), until: param.optional() };

/** Every question with how its answers spread; a bar opens the answers behind it. */
export function SummaryTab({ survey }: { survey: string }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  const [scope] = useScope();
  const [{ since, until }, set] = useUrlState(PARAMS);
  const filter = { unit: scope.unit, from: since, to: until };
  const query = useSummary(survey, filter);
  const dropOff = useDropOff(survey, filter).data;
  const shownTo = (key: string) => dropOff?.questions.find((each) => each.question === key.split('.')[0])?.answered;
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  const { data } = query;
  return (
    <div className={styles.summary}>
      <div className={styles.summaryHead}>
        <DatePicker.RangePicker aria-label={t('days')} allowEmpty={[true, true]} value={[since ? dayjs(since) : null, until ? dayjs(until) : null]} onChange={(range) => set({ since: range?.[0]?.format('YYYY-MM-DD'), until: range?.[1]?.format('YYYY-MM-DD') })} />
        {data && <strong>{t('responses', { n: formatCount(data.responses) })}</strong>}
        {data?.as_of && <span className={styles.muted}>{t('asOf', { at: formatInstant(data.as_of, language) })}</span>}
      </div>
      {!data && <Skeleton active paragraph={{ rows: 12 }} />}
      {data && data.responses === 0 && <EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      {data && data.responses > 0 && <div className={styles.cards}>{data.questions.map((question) => <QuestionCard key={question.key} survey={survey} question={question} shown={shownTo(question.key)} sample={dropOff?.sample ?? 0} />)}</div>}
      {data && <LeavingCard survey={survey} filter={filter} />}
    </div>
  );
}
