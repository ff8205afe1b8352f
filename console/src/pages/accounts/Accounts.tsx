import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { useSession, type Account } from '@/api/session';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { AccountDrawer } from './AccountDrawer';
import styles from './accounts.module.css';

const PARAMS = { q: param.text(), page: param.number(1), open: param.optional() };
const SIZE = 50;

/** Who may do what, where. */
export default function Accounts() {
  const { t } = useTranslation('accounts');
  const { can } = useSession();
  const [values, set] = useUrlState(PARAMS);
  const { data, error, refetch } = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => read<Account[]>(api.GET('/api/v1/accounts', { signal })) });
  const found = data?.filter((account) => matches(account, values.q));
  const rows = found?.slice((values.page - 1) * SIZE, values.page * SIZE);
  const columns = useColumns();
  const add = can('accounts.write') && <Button type="primary" onClick={() => set({ open: 'new' }, { push: true })}>{t('add')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} actions={add} />
      <FilterBar search={{ value: values.q, placeholder: t('search'), onSearch: (q) => set({ q, page: 1 }) }} fields={[]} active={values.q ? 1 : 0} onReset={() => set({ q: '' })} />
      <DataTable name="accounts" label={t('title')} columns={columns} rows={rows} rowKey={(account) => String(account.id)} error={error} onRetry={() => void refetch()} onOpen={(account) => set({ open: String(account.id) }, { push: true })} openKey={values.open} paging={{ kind: 'number', page: values.page, size: SIZE, total: found?.length ?? 0, onPage: (page) => set({ page }) }} empty={<EmptyState title={t('empty')} />} />
      {values.open && <AccountDrawer key={values.open} account={data?.find((account) => String(account.id) === values.open)} isNew={values.open === 'new'} ids={(rows ?? []).map((account) => String(account.id))} openId={values.open} onMove={(open) => set({ open })} />}
    </>
  );
}

function matches(account: Account, words: string): boolean {
  const needle = words.trim().toLowerCase();
  const texts = [account.name, account.username, account.email, ...account.grants.flatMap((grant) => [grant.role_zh, grant.role_en, grant.unit.name, grant.unit.code])];
  return !needle || texts.some((text) => text.toLowerCase().includes(needle));
}

function useColumns(): Column<Account>[] {
  const { t } = useTranslation('accounts');
  const language = useLanguage();
  return [
    { key: 'name', title: t('column.name'), render: (account) => <strong>{account.name}</strong> },
    { key: 'username', title: t('column.username'), render: (account) => <span data-code>{account.username}</span> },
    {
      key: 'grants',
      title: t('column.grants'),
      render: (account) => <span className={styles.grants}>{account.grants.map((grant) => <span key={grant.role + grant.unit.code}>{language === 'en' ? grant.role_en : grant.role_zh} · {grant.unit.name}</span>)}</span>,
    },
    { key: 'email', title: t('column.email'), render: (account) => account.email || '–' },
    { key: 'state', title: t('column.state'), render: (account) => (account.is_active ? t('active') : <span className={styles.off}>{t('inactive')}</span>) },
  ];
}
