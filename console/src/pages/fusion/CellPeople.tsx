import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { FusionPerson } from '@/api/fusion';
import { useCursorList } from '@/api/useCursorList';
import { formatCount, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { DataTable } from '@/ui/DataTable';
import { ScoreTag } from '@/ui/ScoreTag';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import styles from './fusion.module.css';

/** The people of one cell, most revenue first, with the words that put them there. */
export function CellPeople({ attitude, behaviour, window }: { attitude: string; behaviour: string; window: number | undefined }) {
  const { t } = useTranslation('fusion');
  const [scope] = useScope();
  const list = useCursorList<FusionPerson>('/api/v1/fusion/people', { attitude, behaviour, unit: scope.unit, window_days: window });
  const columns = usePeopleColumns();
  const title = t('cellTitle', { attitude: t(`attitude.${attitude}`), behaviour: t(`behaviour.${behaviour}`) });
  return <DataTable name="fusion-people" label={title} toolbar={<h2 className={styles.heading}>{title}</h2>} columns={columns} rows={list.rows} rowKey={(person) => person.id} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} empty={<EmptyState compact title={t('nobody')} />} />;
}

function usePeopleColumns(): Column<FusionPerson>[] {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  return [
    { key: 'name', title: t('column.name'), render: (person) => <Link to={`/customers/${person.id}`}>{person.name}</Link> },
    { key: 'said', title: t('column.said'), render: (person) => <Link to={`/feedback/${person.feedback_id}`} className={styles.said}>{person.recommend !== null && <ScoreTag score={person.recommend} wordless />} {person.said || t('noWords')}</Link> },
    { key: 'orders', title: t('column.orders'), align: 'right', render: (person) => `${formatCount(person.orders_before)} → ${formatCount(person.orders)}` },
    { key: 'revenue', title: t('column.revenue'), align: 'right', render: (person) => formatValue(person.revenue, 'money', language) },
    { key: 'last', title: t('column.last'), render: (person) => person.last_order_on ?? '–' },
    { key: 'unit', title: t('column.unit'), render: (person) => person.unit.name },
    { key: 'phone', title: t('column.phone'), render: (person) => person.phone || '–', optional: true },
    { key: 'level', title: t('column.level'), render: (person) => person.level || '–', optional: true },
  ];
}
