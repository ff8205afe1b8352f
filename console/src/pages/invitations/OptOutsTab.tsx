import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { OPT_OUTS, useTakeBack, type OptedOut } from '@/api/blocked';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { Masked } from '@/ui/Masked';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { ReasonButton } from './ReasonButton';
import styles from './invitations.module.css';

const PARAMS = { q: param.text(), revoked: param.flag() };

/** Who does not want to be asked, since when, and by which message they said so. */
export function OptOutsTab() {
  const { t } = useTranslation('invitations');
  const [{ q, revoked }, set] = useUrlState(PARAMS);
  const list = useCursorList<OptedOut>(OPT_OUTS, { q: q || undefined, revoked: revoked || undefined });
  const columns = useColumns(revoked);
  return (
    <>
      <p className={styles.muted}>{t('optOut.note')}</p>
      <FilterBar search={{ value: q, placeholder: t('optOut.search'), onSearch: (words) => set({ q: words }) }} fields={[]} active={(q ? 1 : 0) + (revoked ? 1 : 0)} onReset={() => set({ q: '', revoked: false })} extra={<Checkbox checked={revoked} onChange={({ target }) => set({ revoked: target.checked })}>{t('optOut.revoked')}</Checkbox>} />
      <DataTable name="opt-outs" label={t('tab.optOuts')} columns={columns} rows={list.rows} rowKey={(row) => String(row.id)} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} empty={<EmptyState title={t('optOut.none')} />} />
    </>
  );
}

function useColumns(revoked: boolean): Column<OptedOut>[] {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  const { can } = useSession();
  const takeBack = useTakeBack();
  const acts: Column<OptedOut> = { key: 'act', title: t('blocked.act'), render: (row) => <ReasonButton label={t('optOut.takeBack')} title={t('optOut.takeBackTitle')} onDone={(reason) => takeBack.mutateAsync({ id: row.id, reason })} /> };
  return [
    { key: 'customer', title: t('optOut.customer'), render: (row) => <Person row={row} /> },
    { key: 'channel', title: t('optOut.channel'), render: (row) => (row.channel ? terms.channel(row.channel) : t('optOut.all')) },
    { key: 'source', title: t('optOut.source'), render: (row) => t(`optOut.by.${row.source}`, { defaultValue: row.source }) },
    { key: 'through', title: t('optOut.through'), render: (row) => row.through || '–' },
    { key: 'at', title: t('blocked.at'), render: (row) => formatInstant(row.at, language) },
    ...(revoked ? [{ key: 'revoked', title: t('optOut.revokedAt'), render: (row: OptedOut) => (row.revoked_at ? formatInstant(row.revoked_at, language) : '–') }] : can('invitation.send') ? [acts] : []),
  ];
}

function Person({ row: { customer } }: { row: OptedOut }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const name = customer.name ? <Masked value={customer.name} masked={customer.name.includes('*')} /> : t('optOut.nameless');
  return can('customer.read') ? <Link to={`/customers/${customer.id}`}>{name}</Link> : <>{name}</>;
}
