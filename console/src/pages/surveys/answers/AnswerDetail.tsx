import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAnswer, type AnswerDetail as Detail } from '@/api/centre';
import { useTouchpointName } from '@/api/journeys';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { formatFull } from '@/format/time';
import { useLanguage } from '@/i18n';
import { Masked } from '@/ui/Masked';
import { ScoreTag } from '@/ui/ScoreTag';
import { SentFiles } from '@/ui/SentFiles';
import { ErrorState } from '@/ui/States';
import { Timeline } from '@/ui/Timeline';
import { formatSeconds } from '../seconds';
import styles from '../surveys.module.css';
import { CellValue } from './useAnswerColumns';

/** One response: every question, where it came from, and what has happened to it since it came. */
export function AnswerDetail({ survey, id }: { survey: string; id: string }) {
  const { data, error, refetch } = useAnswer(survey, id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  return (
    <div className={styles.detail}>
      <Head answer={data} />
      <dl className={styles.facts}>
        {data.answers.map((answer) => [<dt key={`${answer.key} title`}>{answer.title}</dt>, <dd key={answer.key}><Given answer={answer} /></dd>])}
      </dl>
      <Origin answer={data} />
      <History answer={data} />
    </div>
  );
}

/** What was answered, in words and files; of files alone the words are their names, which stand with them. */
function Given({ answer: { type, value, files } }: { answer: Detail['answers'][number] }) {
  const { t } = useTranslation('answers');
  if (value === null) return <span className={styles.muted}>{t('detail.blank')}</span>;
  return (
    <>
      {(files.length === 0 || type === 'checklist') && <CellValue value={value} personal={false} />}
      {files.length > 0 && <SentFiles files={files} />}
    </>
  );
}

function Head({ answer }: { answer: Detail }) {
  const { t } = useTranslation('answers');
  const terms = useTerms();
  return (
    <div className={styles.head}>
      {answer.score !== null && <ScoreTag score={answer.score} />}
      <strong>{answer.unit.name}</strong>
      <span className={styles.muted}>{terms.channel(answer.channel)}</span>
      <time className={styles.muted} dateTime={answer.at}>{formatFull(answer.at)}</time>
      {answer.is_test && <span className={styles.flag}>{t('detail.test')}</span>}
      {answer.outcome !== 'completed' && <span className={styles.flag}>{t(`outcome.${answer.outcome}`)}</span>}
      {answer.feedback_id !== null && <Link to={`/feedback/${answer.feedback_id}`}>{t('detail.feedback')}</Link>}
    </div>
  );
}

function Origin({ answer }: { answer: Detail }) {
  const { t } = useTranslation('answers');
  const { can } = useSession();
  const language = useLanguage();
  const touchpoint = useTouchpointName(language);
  const facts: [string, React.ReactNode][] = [
    [t('detail.customer'), answer.customer ? <><Masked value={answer.customer} masked={answer.customer.includes('*')} /> {can('customer.read') && <Link to={`/customers/${answer.customer_id}`}>{t('detail.path')}</Link>}</> : t('detail.anonymous')],
    [t('detail.order'), answer.order_number || '–'],
    [t('column.touchpoint'), touchpoint(answer.touchpoint) || '–'],
    [t('detail.collector'), t(`collector.${answer.collector}`, { defaultValue: answer.collector })],
    [t('column.time'), formatSeconds(answer.duration_s, language)],
    [t('column.version'), String(answer.version || t('draft'))],
    [t('column.language'), answer.language],
    [t('detail.consent'), answer.consent_version || '–'],
    [t('detail.device'), answer.device ? <code>{answer.device}</code> : '–'],
  ];
  return (
    <section>
      <h3 className={styles.heading}>{t('detail.origin')}</h3>
      <dl className={styles.facts}>{facts.map(([name, value]) => [<dt key={`${name} title`}>{name}</dt>, <dd key={name}>{value}</dd>])}</dl>
    </section>
  );
}

/** Responses are never edited: their history is of the doubts that were raised and withdrawn. */
function History({ answer }: { answer: Detail }) {
  const { t } = useTranslation('answers');
  const terms = useTerms();
  const entries = answer.history.map((each, index) => ({
    id: String(index),
    at: each.at,
    who: each.who || t('history.system'),
    what: t(`history.${each.what}`, { flag: each.flag && terms.flag(each.flag) }),
    note: each.note || undefined,
    tone: each.what === 'flagged' ? ('alarm' as const) : ('normal' as const),
  }));
  return (
    <section>
      <h3 className={styles.heading}>{t('history.title')}</h3>
      <p className={styles.muted}>{t('history.note')}</p>
      <Timeline entries={entries} />
    </section>
  );
}
