import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useScorecard, type Scorecard } from '@/api/assessment';
import { ScoreItems } from '@/features/assessment/ScoreItems';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { ErrorState } from '@/ui/States';
import { Moved } from './Scorecards';
import styles from './scorecards.module.css';

/** One unit's month, opened: each item down to its answers, and the months before. */
export function ScorecardDrawer({ unit, month, ids, onMove }: { unit: string | undefined; month: string; ids: string[]; onMove: (unit: string | undefined) => void }) {
  const { data, error, refetch } = useScorecard(unit, month);
  const shown = data?.unit.code === unit ? data : undefined;
  return (
    <DetailDrawer openId={unit} ids={ids} title={shown ? `${shown.unit.name} · ${shown.month}` : unit} onMove={onMove}>
      {error && !shown ? <ErrorState error={error} onRetry={() => void refetch()} /> : shown ? <Body card={shown} /> : <Skeleton active paragraph={{ rows: 10 }} />}
    </DetailDrawer>
  );
}

function Body({ card }: { card: Scorecard }) {
  const { t } = useTranslation('scorecards');
  const language = useLanguage();
  return (
    <div className={styles.body}>
      <p className={styles.headline}>
        <strong>{card.total === null ? '–' : card.total.toFixed(1)}</strong>
        <span>{card.rank ? t(card.tied ? 'rankTied' : 'rankOf', { rank: card.rank, of: card.ranked }) : t('unranked')}</span>
        <Moved change={card.change} />
        <span className={styles.muted}>{t('computed', { at: formatInstant(card.computed_at, language) })}</span>
      </p>
      <ScoreItems items={card.items} language={language} />
      <Months months={card.months} />
    </div>
  );
}

function Months({ months }: { months: Scorecard['months'] }) {
  const { t } = useTranslation('scorecards');
  return (
    <section>
      <h3 className={styles.heading}>{t('months')}</h3>
      <ul className={styles.months}>
        {months.map((each) => (
          <li key={each.month}>
            <span>{each.month}</span>
            <span className={styles.track} aria-hidden="true"><span style={{ width: `${each.total ?? 0}%` }} /></span>
            <span>{each.total === null ? '–' : each.total.toFixed(1)}</span>
            <span className={styles.muted}>n={each.n}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
