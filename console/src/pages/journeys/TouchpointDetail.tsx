import { Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Feedback } from '@/api/feedback';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { VoiceList } from '@/features/voices/VoiceList';
import { useScope } from '@/state/useScope';
import { Figure } from '@/ui/Figure';
import type { FigureMeaning } from '@/ui/figure';
import { EmptyState, ErrorState } from '@/ui/States';
import { TopTopics } from './TouchpointTable';
import type { TouchpointFigures } from './useJourneyFigures';
import styles from './journeys.module.css';

/** One touchpoint opened: its figure, all its topics, and the freshest words, each of which opens. */
export function TouchpointDetail({ point, meaning }: { point: TouchpointFigures; meaning: FigureMeaning }) {
  const { t } = useTranslation('journeys');
  const { can } = useSession();
  return (
    <div className={styles.detail}>
      <Figure figure={point.figure} size="large" {...meaning} />
      <section>
        <h3 className={styles.heading}>{t('column.topics')}</h3>
        <TopTopics topics={point.topics} />
      </section>
      {can('feedback.read') && point.code && <Voices code={point.code} />}
    </div>
  );
}

function Voices({ code }: { code: string }) {
  const { t } = useTranslation('journeys');
  const navigate = useNavigate();
  const [scope] = useScope();
  const filter = { touchpoint: code, unit: scope.unit, ...scope.range };
  const list = useCursorList<Feedback>('/api/v1/feedback', { ...filter, limit: 10 });
  const search = new URLSearchParams({ touchpoint: code, period: 'custom', ...scope.range, ...(scope.unit ? { unit: scope.unit } : {}) });
  const all = `/feedback?${search.toString()}`;
  if (list.error && !list.rows) return <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.rows) return <Skeleton active paragraph={{ rows: 5 }} />;
  return (
    <section>
      <div className={styles.sectionHead}>
        <h3 className={styles.heading}>{t('voices')}</h3>
        <Button type="link" size="small" onClick={() => void navigate(all)}>{t('allVoices')}</Button>
      </div>
      <VoiceList items={list.rows} filter={JSON.stringify(filter)} openId={undefined} onOpen={(id) => void navigate(`${all}&open=${id}`)} empty={<EmptyState compact title={t('noVoices')} />} />
    </section>
  );
}
