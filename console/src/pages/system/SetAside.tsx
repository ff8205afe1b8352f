import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { useSession } from '@/api/session';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';

interface Aside {
  id: number;
  consumer: string;
  kind: string;
  subject_id: number;
  attempts: number;
  state: string;
  error: string;
  created_at: string;
  next_try_at: string | null;
}

const KEY = ['set-aside'];

/** Events that could not be handled; each can be tried again once its cause is mended. */
export function SetAside() {
  const { t } = useTranslation('system');
  const language = useLanguage();
  const { data, error, refetch } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read<Aside[]>(api.GET('/api/v1/system/set-aside', { signal })), refetchInterval: 10_000 });
  const columns: Column<Aside>[] = [
    { key: 'kind', title: t('aside.event'), render: (aside) => <strong>{aside.kind} #{aside.subject_id}</strong> },
    { key: 'consumer', title: t('consumer.name'), render: (aside) => aside.consumer },
    { key: 'state', title: t('consumer.state'), render: (aside) => t(`aside.states.${aside.state}`, { defaultValue: aside.state }) },
    { key: 'attempts', title: t('aside.attempts'), align: 'right', render: (aside) => aside.attempts },
    { key: 'error', title: t('aside.error'), render: (aside) => <code>{aside.error}</code> },
    { key: 'at', title: t('aside.at'), render: (aside) => formatInstant(aside.created_at, language) },
    { key: 'replay', title: '', render: (aside) => <Replay aside={aside} /> },
  ];
  return <DataTable name="set-aside" label={t('tab.aside')} columns={columns} rows={data} rowKey={(aside) => String(aside.id)} error={error} onRetry={() => void refetch()} empty={<EmptyState title={t('aside.none')} hint={t('aside.noneHint')} />} />;
}

function Replay({ aside }: { aside: Aside }) {
  const { t } = useTranslation('system');
  const { can } = useSession();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const replay = useMutation({
    mutationFn: () => read<Aside>(api.POST('/api/v1/system/set-aside/{aside_id}/replay', { params: { path: { aside_id: aside.id } } })),
    onSuccess: () => void message.success(t('aside.replayed')),
    onError: (error) => void message.error(error.message),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  return <Button size="small" disabled={!can('system.write')} loading={replay.isPending} onClick={() => replay.mutate()}>{t('aside.replay')}</Button>;
}
