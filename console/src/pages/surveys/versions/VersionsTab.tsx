import { Select, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useVersions, type Version } from '@/api/centre';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { EmptyState, ErrorState } from '@/ui/States';
import type { Column } from '@/ui/table';
import styles from '../surveys.module.css';
import { Differences } from './Differences';

const PARAMS = { older: param.number(0), newer: param.number(0) };

/** What was published when, and what changed from one version to another. */
export function VersionsTab({ survey }: { survey: string }) {
  const { t } = useTranslation('versions');
  const language = useLanguage();
  const { data, error, refetch } = useVersions(survey);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 6 }} />;
  const columns: Column<Version>[] = [
    { key: 'number', title: t('column.number'), render: (version) => <strong>{t('version', { n: version.number })}</strong> },
    { key: 'published', title: t('column.published'), render: (version) => (version.published_at ? formatInstant(version.published_at, language) : '–') },
    { key: 'by', title: t('column.by'), render: (version) => version.published_by?.name ?? t('system') },
    { key: 'questions', title: t('column.questions'), align: 'right', render: (version) => version.questions },
  ];
  return (
    <div className={styles.summary}>
      <DataTable name="survey-versions" label={t('title')} columns={columns} rows={data} rowKey={(version) => String(version.number)} empty={<EmptyState compact title={t('empty')} />} />
      {data.length > 1 && <Comparison survey={survey} versions={data} />}
    </div>
  );
}

function Comparison({ survey, versions }: { survey: string; versions: Version[] }) {
  const { t } = useTranslation('versions');
  const [values, set] = useUrlState(PARAMS);
  const newer = values.newer || versions[0]!.number;
  const older = values.older || versions[1]!.number;
  const options = versions.map(({ number }) => ({ value: number, label: t('version', { n: number }) }));
  return (
    <section className={styles.question}>
      <div className={styles.summaryHead}>
        <h3 className={styles.heading}>{t('compare')}</h3>
        <Select aria-label={t('older')} value={older} onChange={(value) => set({ older: value })} options={options} />
        <span aria-hidden="true">→</span>
        <Select aria-label={t('newer')} value={newer} onChange={(value) => set({ newer: value })} options={options} />
      </div>
      {older === newer ? <p className={styles.muted}>{t('same')}</p> : <Differences survey={survey} older={older} newer={newer} />}
    </section>
  );
}
