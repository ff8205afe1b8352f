import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Alert } from '@/api/rules';
import { useCursorList } from '@/api/useCursorList';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';

/** Every firing, newest first, with the voice that set it off and the ticket it opened. */
export function AlertList() {
  const { t } = useTranslation('rules');
  const language = useLanguage();
  const list = useCursorList<Alert>('/api/v1/alerts', {}, { every: 15_000 });
  const columns: Column<Alert>[] = [
    { key: 'at', title: t('alert.at'), render: (alert) => formatInstant(alert.fired_at, language) },
    { key: 'rule', title: t('alert.rule'), render: (alert) => (language === 'en' ? alert.rule.name_en : alert.rule.name_zh) },
    { key: 'unit', title: t('alert.unit'), render: (alert) => alert.unit.name },
    { key: 'voice', title: t('alert.voice'), render: (alert) => <Link to={`/feedback/${alert.feedback_id}`}>{t('alert.open')}</Link> },
    { key: 'ticket', title: t('alert.ticket'), render: (alert) => (alert.ticket ? <Link to={`/tickets/${alert.ticket}`}>{alert.ticket}</Link> : '–') },
  ];
  return <DataTable name="alerts" label={t('tab.alerts')} columns={columns} rows={list.rows} rowKey={(alert) => String(alert.id)} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} empty={<EmptyState title={t('alert.none')} />} />;
}
