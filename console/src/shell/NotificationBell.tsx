import { BellOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Badge, Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { api, read, type CursorPage } from '@/api/http';
import { formatAgo } from '@/format/time';
import { useLanguage } from '@/i18n';
import { EmptyState } from '@/ui/States';
import styles from './shell.module.css';

export interface Notification {
  id: number;
  kind: string;
  title: string;
  link: string;
  created_at: string;
  read: boolean;
}

const KEY = ['notifications'];

function useNotifications() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<CursorPage<Notification> & { unread: number }>(api.GET('/api/v1/notifications', { params: { query: { unread: true } }, signal })),
    refetchInterval: 30_000,
  });
}

/** What happened that concerns me; the number says how many I have not read. */
export function NotificationBell() {
  const { t } = useTranslation('shell');
  const [open, setOpen] = useState(false);
  const { data } = useNotifications();
  const count = data?.unread ?? 0;
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={<NotificationList items={data?.items ?? []} onLeave={() => setOpen(false)} />}>
      <Badge count={count} size="small" offset={[-6, 6]}>
        <Button type="text" icon={<BellOutlined />} aria-label={t('notifications.label', { n: count })} />
      </Badge>
    </Popover>
  );
}

function NotificationList({ items, onLeave }: { items: Notification[]; onLeave: () => void }) {
  const { t } = useTranslation('shell');
  const language = useLanguage();
  const queries = useQueryClient();
  const marking = useMutation({
    mutationFn: (body: { ids: Notification['id'][]; all: boolean }) => read<unknown>(api.POST('/api/v1/notifications/read', { body })),
    onSettled: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  if (items.length === 0) return <EmptyState compact title={t('notifications.empty')} />;
  return (
    <div className={styles.notices}>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <Link to={item.link || '/tickets'} onClick={() => { marking.mutate({ ids: [item.id], all: false }); onLeave(); }}>
              <strong>{item.title}</strong>
              <time dateTime={item.created_at}>{formatAgo(item.created_at, language)}</time>
            </Link>
          </li>
        ))}
      </ul>
      <Button type="link" size="small" onClick={() => marking.mutate({ ids: [], all: true })}>{t('notifications.readAll')}</Button>
    </div>
  );
}
