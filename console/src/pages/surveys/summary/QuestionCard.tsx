import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { CountedFigure, QuestionSummary, Spread } from '@/api/centre';
import { formatCount, formatInterval, formatValue, type Unit } from '@/format/number';
import { useLanguage } from '@/i18n';
import { Figure } from '@/ui/Figure';
import { asFigure } from '../seconds';
import styles from '../surveys.module.css';
import { SpreadBars } from './SpreadBars';

const UNITS: Record<string, Unit> = { nps: 'score', csat: 'share', mean: 'mean' };

interface QuestionCardProps {
  survey: string;
  question: QuestionSummary;
  /** Of those in the sample who saw the question, who answered it; absent until it is known. */
  shown: CountedFigure | undefined;
  sample: number;
}

/** One question: how many answered, its figure, and its answers as bars. */
export function QuestionCard({ survey, question, shown, sample }: QuestionCardProps) {
  const { t } = useTranslation('summary');
  const open = useOpenAnswers(survey, question);
  return (
    <section className={styles.question} aria-label={question.title}>
      <header className={styles.questionHead}>
        <h3 className={styles.heading}>{question.title || question.key}</h3>
        <span className={styles.muted}>{t('answered', { n: formatCount(question.n) })}</span>
        {shown && <Reach shown={shown} sample={sample} />}
        {question.figure && <span className={styles.figure}>{t(`metric.${question.metric}`)} <Figure figure={asFigure(question.figure)} unit={UNITS[question.metric] ?? 'mean'} label={t(`metric.${question.metric}`)} definition={t(`definition.${question.metric}`)} size="inline" better="neither" /></span>}
      </header>
      {question.spread.length > 0 ? <SpreadBars label={question.title} spread={question.spread} onPick={open} /> : <Words question={question} survey={survey} />}
      <Means spread={question.spread} ranking={question.type === 'ranking'} />
    </section>
  );
}

function Reach({ shown, sample }: { shown: CountedFigure; sample: number }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  const interval = shown.low != null && shown.high != null ? formatInterval(shown.low, shown.high, 'share', language) : '';
  return <span className={styles.muted} title={t('reachHint', { n: formatCount(sample), interval })}>{t('reach', { n: formatCount(shown.n), rate: formatValue(shown.value, 'share', language) })}</span>;
}

/** Leads to the answers table narrowed to one bar. */
function useOpenAnswers(survey: string, question: QuestionSummary): (bar: Spread) => void {
  const navigate = useNavigate();
  const [search] = useSearchParams();
  return (bar) => {
    const next = new URLSearchParams(search);
    next.set('tab', 'answers');
    next.set('question', question.key);
    if (bar.low === null) next.set('choice', bar.key);
    else {
      next.set('answer_min', String(bar.low));
      next.set('answer_max', String(bar.high ?? bar.low));
    }
    void navigate(`/surveys/${survey}?${next.toString()}`);
  };
}

function Words({ question, survey }: { question: QuestionSummary; survey: string }) {
  const { t } = useTranslation('summary');
  if (question.n === 0) return <p className={styles.muted}>{t('none')}</p>;
  return <Link to={`/surveys/${survey}?tab=answers&question=${encodeURIComponent(question.key)}`}>{t('read', { n: formatCount(question.n) })}</Link>;
}

/** The mean of the numbers that choices were given: their place when ranked, their part of a sum. */
function Means({ spread, ranking }: { spread: Spread[]; ranking: boolean }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  const known = spread.filter((bar) => bar.mean?.value != null);
  if (known.length === 0) return null;
  return (
    <p className={styles.muted}>
      {t(ranking ? 'meanPlace' : 'meanPart')}
      {known.map(({ key, label, mean }) => (
        <span key={key} className={styles.mean}>
          {label} {formatValue(mean?.value, 'mean', language)}
          {mean?.low != null && mean.high != null && ` (${formatInterval(mean.low, mean.high, 'mean', language)})`}
        </span>
      ))}
    </p>
  );
}
