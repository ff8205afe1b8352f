import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { Feedback } from '@/api/feedback';
import { useCursorList } from '@/api/useCursorList';
import { useSession } from '@/api/session';
import { VoiceList } from '@/features/voices/VoiceList';
import { EmptyState, ErrorState } from '@/ui/States';
import { carriedSearch } from '@/state/useScope';
import type { Place } from './parts';
import styles from './overview.module.css';

export function useLatestVoices(place: Place) {
  const { can } = useSession();
  return useCursorList<Feedback>('/api/v1/feedback', { unit: place.unit, ...place.range, limit: 10 }, { every: 5000, enabled: can('feedback.read') });
}

interface VoicesCardProps {
  voices: ReturnType<typeof useLatestVoices>;
  openId: string | undefined;
  onOpen: (id: string) => void;
}

/** The freshest voices of the place. */
export function VoicesCard({ voices, openId, onOpen }: VoicesCardProps) {
  const { t } = useTranslation('overview');
  const { can } = useSession();
  const [search] = useSearchParams();
  if (!can('feedback.read')) return null;
  return (
    <section aria-label={t('voices.title')} className={styles.voices}>
      <header className={styles.voicesHead}>
        <h2>{t('voices.title')}</h2>
        <Link to={`/feedback${carriedSearch(search)}`}>{t('voices.all')}</Link>
      </header>
      {voices.error && !voices.rows ? (
        <ErrorState error={voices.error} onRetry={() => void voices.refetch()} />
      ) : voices.rows ? (
        <VoiceList items={voices.rows} filter={carriedSearch(search)} openId={openId} onOpen={onOpen} empty={<EmptyState title={t('voices.none')} hint={t('voices.noneHint')} />} />
      ) : (
        <Skeleton active paragraph={{ rows: 8 }} />
      )}
    </section>
  );
}
