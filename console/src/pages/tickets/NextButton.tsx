import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { api, read } from '@/api/http';
import { useSession } from '@/api/session';
import type { Ticket } from '@/api/tickets';

/** One click to the next ticket that needs me. */
export function NextButton({ onOpen }: { onOpen: (number: string) => void }) {
  const { t } = useTranslation('tickets');
  const { can } = useSession();
  const { message } = App.useApp();
  const next = useMutation({
    mutationFn: () => read<{ ticket: Ticket | null }>(api.GET('/api/v1/tickets/next')),
    onSuccess: ({ ticket }) => (ticket ? onOpen(ticket.id) : void message.info(t('next.none'))),
    onError: (error) => void message.error(error.message),
  });
  if (!can('ticket.work')) return null;
  return <Button type="primary" loading={next.isPending} onClick={() => next.mutate()}>{t('next.label')}</Button>;
}
