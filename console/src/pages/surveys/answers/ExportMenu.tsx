import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Popover, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { answersUrl, DIRECT_ROWS, exportUrl, useExports, useStartExport, type AnswerExport } from '@/api/centre';
import type { QueryParams } from '@/api/http';
import { useSession } from '@/api/session';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { ProgressTask } from '@/ui/ProgressTask';
import styles from '../surveys.module.css';

interface ExportMenuProps {
  survey: string;
  filter: QueryParams;
  total: number | null | undefined;
}

/** The answers in sight as a file: at once while they are few, in the background above that. */
export function ExportMenu({ survey, filter, total }: ExportMenuProps) {
  const { t } = useTranslation('answers');
  const { can } = useSession();
  const { message } = App.useApp();
  const may = can('feedback.export');
  const begin = useStartExport(survey);
  // Not counted is more than can be counted at once, or a later page.
  const large = (total ?? Infinity) > DIRECT_ROWS;
  const file = (kind: 'xlsx' | 'csv') => ({ key: kind, disabled: large, label: large ? t(`export.${kind}`) : <a href={answersUrl(survey, kind, filter)} download>{t(`export.${kind}`)}</a> });
  const start = (): void => begin.mutate(filter, { onSuccess: () => void message.success(t('export.begun')), onError: (error) => void message.error(error.message) });
  const items = [file('xlsx'), file('csv'), { key: 'job', label: t(large ? 'export.jobLarge' : 'export.job', { n: formatCount(DIRECT_ROWS) }) }];
  return (
    <span className={styles.row}>
      <Tooltip title={may ? undefined : t('export.mayNot')}>
        <Dropdown disabled={!may} trigger={['click']} menu={{ items, onClick: ({ key }) => key === 'job' && start() }}>
          <Button icon={<DownloadOutlined />} loading={begin.isPending}>{t('export.label')}</Button>
        </Dropdown>
      </Tooltip>
      {may && <Runs survey={survey} />}
    </span>
  );
}

/** The reader's background exports of this survey; absent while there is none. */
function Runs({ survey }: { survey: string }) {
  const { t } = useTranslation('answers');
  const runs = useExports(survey, true).data ?? [];
  if (runs.length === 0) return null;
  const working = runs.filter((run) => run.state === 'running').length;
  return (
    <Popover trigger="click" placement="bottomLeft" title={t('export.runs')} content={<div className={styles.runs}>{runs.map((run) => <Run key={run.id} run={run} />)}</div>}>
      <Button type="link">{working > 0 ? t('export.working', { n: working }) : t('export.runs')}</Button>
    </Popover>
  );
}

function Run({ run }: { run: AnswerExport }) {
  const { t } = useTranslation('answers');
  const language = useLanguage();
  return (
    <ProgressTask
      title={formatInstant(run.created_at, language)}
      progress={{ state: run.state, done: run.rows_done, total: run.rows_total, message: run.error || undefined }}
      result={run.state === 'done' && <a href={exportUrl(run.id)} download>{t('export.fetch')}</a>}
    />
  );
}
