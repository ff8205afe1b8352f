import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/invitations';
import { useSession } from '@/api/session';
import { wordsIn } from '@/api/surveys';
import { useCursorList } from '@/api/useCursorList';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatCount, formatValue } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { BatchDrawer } from './BatchDrawer';
import styles from './invitations.module.css';

const PARAMS = { open: param.optional() };
const COLORS: Record<string, string> = { sending: 'processing', planning: 'processing', scheduled: 'blue', paused: 'warning', done: 'success', cancelled: 'default' };

/** The batches, each with how far its people have come. */
export function BatchList() {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const [scope] = useScope();
  const [{ open }, set] = useUrlState(PARAMS);
  const list = useCursorList<Batch>('/api/v1/invitation-batches', { unit: scope.unit }, { every: 10_000 });
  const columns = useColumns();
  const add = can('invitation.send') && <Button type="primary" onClick={() => set({ open: 'new' }, { push: true })}>{t('batch.add')}</Button>;
  const show = (id: string | undefined): void => set({ open: id }, { push: open === undefined });
  return (
    <>
      <DataTable name="invitation-batches" label={t('tab.batches')} toolbar={add} columns={columns} rows={list.rows} rowKey={(batch) => batch.id} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} onOpen={(batch) => show(batch.id)} openKey={open} card={(batch) => <BatchCard batch={batch} />} empty={<EmptyState title={t('batch.none')} hint={t('batch.noneHint')} action={add || undefined} />} />
      {open && <BatchDrawer key={open} id={open === 'new' ? undefined : open} ids={(list.rows ?? []).map((batch) => batch.id)} onMove={show} />}
    </>
  );
}

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  return [
    { key: 'name', title: t('column.name'), render: (batch) => <><strong>{batch.name}</strong> <span className={styles.muted}>{batch.unit.name}</span></> },
    { key: 'state', title: t('column.state'), render: (batch) => <StateTag state={batch.state} /> },
    { key: 'survey', title: t('column.survey'), render: (batch) => wordsIn(batch.survey.title, language) },
    { key: 'created', title: t('column.chosen'), align: 'right', render: (batch) => formatCount(batch.funnel.created) },
    { key: 'sent', title: t('state.sent'), align: 'right', render: (batch) => formatCount(batch.funnel.sent) },
    { key: 'delivered', title: t('state.delivered'), align: 'right', render: (batch) => formatCount(batch.funnel.delivered) },
    { key: 'completed', title: t('state.completed'), align: 'right', render: (batch) => formatCount(batch.funnel.completed) },
    { key: 'response', title: t('rate.response'), align: 'right', render: (batch) => <ResponseRate batch={batch} /> },
    { key: 'at', title: t('column.at'), render: (batch) => formatInstant(batch.starts_at ?? batch.created_at, language) },
  ];
}

function BatchCard({ batch }: { batch: Batch }) {
  const { t } = useTranslation('invitations');
  const { sent, delivered, completed } = batch.funnel;
  return (
    <div className={styles.rowCard}>
      <span><strong>{batch.name}</strong> <StateTag state={batch.state} /></span>
      <div className={styles.muted}>{t('batch.card', { sent: formatCount(sent), delivered: formatCount(delivered), completed: formatCount(completed) })} · {t('rate.response')} <ResponseRate batch={batch} /></div>
    </div>
  );
}

function ResponseRate({ batch }: { batch: Batch }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const rate = batch.funnel.rates.response;
  return <span title={t('rateHint.response')}>{rate === null ? '–' : formatValue(rate, 'share', language)}</span>;
}

export function StateTag({ state }: { state: string }) {
  const terms = useInvitationTerms();
  return <Tag color={COLORS[state]}>{terms.batchState(state)}</Tag>;
}
