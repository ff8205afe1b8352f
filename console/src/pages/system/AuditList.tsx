import { useTranslation } from 'react-i18next';
import { useCursorList } from '@/api/useCursorList';
import { formatFull } from '@/format/time';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import styles from './system.module.css';

interface AuditEntry {
  id: number;
  at: string;
  account_name: string;
  action: string;
  object_kind: string;
  object_id: string;
  before: unknown;
  after: unknown;
  reason: string;
}

const spell = (value: unknown): string => (value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value));

/** Who changed what, newest first. */
export function AuditList() {
  const { t } = useTranslation('system');
  const list = useCursorList<AuditEntry>('/api/v1/audit', {});
  const columns: Column<AuditEntry>[] = [
    { key: 'at', title: t('audit.at'), render: (entry) => formatFull(entry.at) },
    { key: 'who', title: t('audit.who'), render: (entry) => entry.account_name || t('audit.system') },
    { key: 'action', title: t('audit.action'), render: (entry) => <code>{entry.action}</code> },
    { key: 'object', title: t('audit.object'), render: (entry) => `${entry.object_kind} ${entry.object_id}` },
    { key: 'change', title: t('audit.change'), render: (entry) => <code className={styles.change}>{[spell(entry.before), spell(entry.after)].filter(Boolean).join(' → ')}</code> },
    { key: 'reason', title: t('audit.reason'), render: (entry) => entry.reason },
  ];
  return <DataTable name="audit" label={t('tab.audit')} columns={columns} rows={list.rows} rowKey={(entry) => String(entry.id)} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} empty={<EmptyState title={t('audit.none')} />} />;
}
