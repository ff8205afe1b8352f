import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { formatCount } from '@/format/number';
import { formatFull } from '@/format/time';
import { DataTable } from '@/ui/DataTable';
import type { Column } from '@/ui/table';
import styles from './system.module.css';

interface Consumer {
  name: string;
  behind: number;
  lag_s: number;
  set_aside: number;
}

interface HealthAnswer {
  consumers: Consumer[];
  analytics_as_of: string | null;
  last_event_at: string | null;
}

const SLOW_S = 10;

/** How far each consumer of events is behind, and up to when the figures count. */
export function Health() {
  const { t } = useTranslation('system');
  const { data, error, refetch } = useQuery({ queryKey: ['health'], queryFn: ({ signal }) => read<HealthAnswer>(api.GET('/api/v1/system/health', { signal })), refetchInterval: 3000 });
  const columns: Column<Consumer>[] = [
    { key: 'name', title: t('consumer.name'), render: (consumer) => <strong>{t(`consumer.names.${consumer.name}`, { defaultValue: consumer.name })}</strong> },
    { key: 'state', title: t('consumer.state'), render: (consumer) => <ConsumerState consumer={consumer} /> },
    { key: 'behind', title: t('consumer.behind'), align: 'right', render: (consumer) => formatCount(consumer.behind) },
    { key: 'lag', title: t('consumer.lag'), align: 'right', render: (consumer) => t('seconds', { n: consumer.lag_s.toFixed(1) }) },
    { key: 'aside', title: t('consumer.aside'), align: 'right', render: (consumer) => formatCount(consumer.set_aside) },
  ];
  return (
    <>
      {data && (
        <p className={styles.moments}>
          <span>{t('analytics', { at: data.analytics_as_of ? formatFull(data.analytics_as_of) : '–' })}</span>
          <span>{t('lastEvent', { at: data.last_event_at ? formatFull(data.last_event_at) : '–' })}</span>
        </p>
      )}
      <DataTable name="consumers" label={t('tab.health')} columns={columns} rows={data?.consumers} rowKey={(consumer) => consumer.name} error={error} onRetry={() => void refetch()} empty={null} />
    </>
  );
}

function ConsumerState({ consumer }: { consumer: Consumer }) {
  const { t } = useTranslation('system');
  const state = consumer.set_aside > 0 ? 'aside' : consumer.lag_s > SLOW_S ? 'slow' : 'ok';
  return <span className={styles[state]}>{t(`state.${state}`)}</span>;
}
