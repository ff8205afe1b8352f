import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTicketAct, type TicketAct, type TicketDetail } from '@/api/tickets';
import { useSession } from '@/api/session';
import { ProblemError } from '@/api/problem';
import { ActDialog } from './ActDialog';
import styles from './tickets.module.css';

/** In the order in which a ticket is worked; the first two that are possible stand as buttons. */
const ORDER: TicketAct[] = ['take', 'comment', 'close', 'wait', 'resume', 'transfer', 'release', 'reopen'];
/** Acts that need nothing said. */
const SILENT = new Set<TicketAct>(['take', 'release']);
const BUTTONS = 3;

/** What may be done with the ticket now, as the server says. */
export function TicketActs({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const { can } = useSession();
  const { message } = App.useApp();
  const [asked, setAsked] = useState<TicketAct>();
  const perform = useTicketAct(ticket.id);
  const mayWork = can('ticket.work');
  const possible = mayWork ? ORDER.filter((act) => ticket.actions.includes(act)) : [];
  const run = (act: TicketAct, body: Record<string, unknown> = {}): void =>
    perform.mutate(
      { act, body: { version: ticket.version, ...body } },
      {
        onSuccess: () => {
          setAsked(undefined);
          void message.success(t(`done.${act}`));
        },
        onError: (error) => void message.error(error instanceof ProblemError ? error.title : error.message),
      },
    );
  const start = (act: TicketAct): void => (SILENT.has(act) ? run(act) : setAsked(act));
  if (possible.length === 0) return <span className={styles.muted}>{mayWork ? t('acts.none') : t('acts.mayNot')}</span>;
  const rest = possible.slice(BUTTONS);
  return (
    <div className={styles.acts}>
      {possible.slice(0, BUTTONS).map((act, at) => (
        <Button key={act} type={at === 0 ? 'primary' : 'default'} loading={perform.isPending && perform.variables.act === act} onClick={() => start(act)}>{t(`act.${act}`)}</Button>
      ))}
      {rest.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items: rest.map((act) => ({ key: act, label: t(`act.${act}`) })), onClick: ({ key }) => start(key as TicketAct) }}>
          <Button>{t('acts.more')}</Button>
        </Dropdown>
      )}
      {asked && <ActDialog act={asked} ticket={ticket} busy={perform.isPending} error={perform.error} onRun={(body) => run(asked, body)} onCancel={() => setAsked(undefined)} />}
    </div>
  );
}
