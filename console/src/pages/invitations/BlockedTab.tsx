import { PlusOutlined, UploadOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SUPPRESSIONS, useUnsuppress, type Suppression } from '@/api/blocked';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { AddAddressDialog, ImportAddressesDialog } from './AddressDialogs';
import { ReasonButton } from './ReasonButton';
import styles from './invitations.module.css';

const PARAMS = { q: param.text(), reason: param.oneOf(['bounced', 'manual'] as const) };

/** Addresses that are not to be written to: bounced, or put here by people. */
export function BlockedTab() {
  const { t } = useTranslation('invitations');
  const [{ q, reason }, set] = useUrlState(PARAMS);
  const list = useCursorList<Suppression>(SUPPRESSIONS, { q: q || undefined, reason });
  const columns = useColumns();
  const choice = <Select allowClear style={{ width: '100%' }} aria-label={t('blocked.reason')} placeholder={t('blocked.reason')} value={reason} onChange={(value) => set({ reason: value })} options={(['bounced', 'manual'] as const).map((value) => ({ value, label: t(`blocked.why.${value}`) }))} />;
  return (
    <>
      <p className={styles.muted}>{t('blocked.note')}</p>
      <FilterBar search={{ value: q, placeholder: t('blocked.search'), onSearch: (words) => set({ q: words }) }} fields={[{ key: 'reason', label: t('blocked.reason'), control: choice }]} active={(q ? 1 : 0) + (reason ? 1 : 0)} onReset={() => set({ q: '', reason: undefined })} />
      <DataTable name="suppressions" label={t('tab.blocked')} toolbar={<Toolbar />} columns={columns} rows={list.rows} rowKey={(row) => String(row.id)} error={list.error} onRetry={() => void list.refetch()} paging={list.paging} empty={<EmptyState title={t('blocked.none')} hint={t('blocked.noneHint')} />} />
    </>
  );
}

function Toolbar() {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const [open, setOpen] = useState<'add' | 'import'>();
  if (!can('invitation.send')) return null;
  const close = (): void => setOpen(undefined);
  return (
    <>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('add')}>{t('blocked.add')}</Button>
      <Button icon={<UploadOutlined />} onClick={() => setOpen('import')}>{t('blocked.import')}</Button>
      {open === 'add' && <AddAddressDialog onDone={close} />}
      {open === 'import' && <ImportAddressesDialog onDone={close} />}
    </>
  );
}

function useColumns(): Column<Suppression>[] {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const { can } = useSession();
  const remove = useUnsuppress();
  const acts: Column<Suppression> = { key: 'act', title: t('blocked.act'), render: (row) => <ReasonButton label={t('blocked.remove')} title={t('blocked.removeTitle', { address: row.shown })} onDone={(reason) => remove.mutateAsync({ id: row.id, reason })} /> };
  return [
    { key: 'shown', title: t('blocked.address'), render: (row) => <strong>{row.shown}</strong> },
    { key: 'reason', title: t('blocked.reason'), render: (row) => t(`blocked.why.${row.reason}`, { defaultValue: row.reason }) },
    { key: 'note', title: t('blocked.remark'), render: (row) => row.note || '–' },
    { key: 'by', title: t('blocked.by'), render: (row) => row.by || t('blocked.system') },
    { key: 'at', title: t('blocked.at'), render: (row) => formatInstant(row.at, language) },
    ...(can('invitation.send') ? [acts] : []),
  ];
}
