import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Scorecard } from '@/api/assessment';
import { ScoreItems } from '@/features/assessment/ScoreItems';
import { formatDelta } from '@/format/number';
import { useLanguage } from '@/i18n';
import { EmptyState, ErrorState } from '@/ui/States';
import styles from './store.module.css';

/** My score of the month and what still moves it. */
export function MyScore({ scorecard, loading, error }: { scorecard: Scorecard | undefined; loading: boolean; error: unknown }) {
  const { t } = useTranslation('store');
  const language = useLanguage();
  if (loading) return <Skeleton active />;
  return (
    <section aria-label={t('score.title')}>
      <h2 className={styles.heading}>{t('score.title')}</h2>
      <div className={styles.score}>
        {error && !scorecard ? <ErrorState compact error={error} /> : null}
        {scorecard && scorecard.total === null && <EmptyState compact title={t('score.none')} />}
        {scorecard && scorecard.total !== null && (
          <p className={styles.total}>
            <strong>{scorecard.total.toFixed(1)}</strong>
            {/* Of one, the first says nothing. */}
            {scorecard.rank === null ? <span>{t('score.unranked')}</span> : scorecard.ranked > 1 && <span>{t('score.rank', { rank: scorecard.rank, of: scorecard.ranked })}</span>}
            {scorecard.change !== null && <span>{t('score.change', { change: formatDelta(scorecard.change, 'points', language) })}</span>}
          </p>
        )}
        {scorecard && <ScoreItems items={scorecard.items} language={language} />}
        {scorecard && <Link to={`/scorecards?open=${scorecard.unit.code}&month=${scorecard.month}`}>{t('score.more')}</Link>}
      </div>
    </section>
  );
}
