import { App, Button, Skeleton, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { LinkOutlined } from '@ant-design/icons';
import { useTicket, type TicketDetail } from '@/api/tickets';
import { useSession } from '@/api/session';
import { VoiceDetail } from '@/features/voices/VoiceDetail';
import { useTerms } from '@/features/useTerms';
import { useLanguage } from '@/i18n';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { SlaClock } from '@/ui/SlaClock';
import { ErrorState } from '@/ui/States';
import { LevelTag, PriorityTag } from './rows';
import { TicketActs } from './TicketActs';
import { TicketTimeline } from './TicketTimeline';
import styles from './tickets.module.css';

interface TicketDrawerProps {
  number: string | undefined;
  ids: string[];
  onMove: (number: string | undefined) => void;
}

/** One ticket beside the queue: its clocks, the voice it is about, what was done, what can be done. */
export function TicketDrawer({ number, ids, onMove }: TicketDrawerProps) {
  const { data, error, refetch } = useTicket(number);
  const shown = data && data.id === number ? data : undefined;
  return (
    <DetailDrawer openId={number} ids={ids} title={shown?.title ?? number} onMove={onMove} width={720} actions={number && <CopyLink number={number} />} footer={shown && <TicketActs ticket={shown} />}>
      {error && !shown ? <ErrorState error={error} onRetry={() => void refetch()} /> : shown ? <TicketBody ticket={shown} /> : <Skeleton active paragraph={{ rows: 12 }} />}
    </DetailDrawer>
  );
}

function CopyLink({ number }: { number: string }) {
  const { t } = useTranslation('tickets');
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${window.location.origin}/tickets/${number}`);
    void message.success(t('copied'));
  };
  return (
    <Tooltip title={t('copyLink')}>
      <Button type="text" icon={<LinkOutlined />} aria-label={t('copyLink')} onClick={() => void copy()} />
    </Tooltip>
  );
}

function TicketBody({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const { can } = useSession();
  return (
    <div className={styles.body}>
      <Facts ticket={ticket} />
      {ticket.state === 'closed' && <Outcome ticket={ticket} />}
      {can('feedback.read') && (
        <section>
          <h3 className={styles.heading}>{t('detail.voice')}</h3>
          <VoiceDetail id={String(ticket.feedback_id)} />
        </section>
      )}
      <section>
        <h3 className={styles.heading}>{t('detail.timeline')}</h3>
        <TicketTimeline ticket={ticket} />
      </section>
    </div>
  );
}

function Facts({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const terms = useTerms();
  return (
    <>
      <div className={styles.facts}>
        <strong>{terms.ticketState(ticket.state)}</strong>
        <PriorityTag priority={ticket.priority} />
        <span>{ticket.unit.name}</span>
        <span>{ticket.owner ? t('detail.owner', { name: ticket.owner.name }) : t('detail.noOwner')}</span>
        <LevelTag level={ticket.level} />
        <span className={styles.muted}>{ticket.id}</span>
      </div>
      <div className={styles.clocks}>
        <PromiseClock name="first_response" ticket={ticket} />
        <PromiseClock name="resolution" ticket={ticket} />
      </div>
    </>
  );
}

function PromiseClock({ name, ticket }: { name: 'first_response' | 'resolution'; ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const clock = ticket.clocks[name];
  const doneAt = name === 'first_response' ? ticket.first_response_at : ticket.closed_at;
  const due = clock.due_at ?? ticket[`${name}_due_at`];
  if (!due) return <span className={styles.muted}>{t(`clock.${name}`)} {t(`clock.${clock.state}`, { defaultValue: '' })}</span>;
  return <SlaClock label={t(`clock.${name}`)} deadline={{ dueAt: due, doneAt, paused: clock.state === 'paused' }} />;
}

function Outcome({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation('tickets');
  const language = useLanguage();
  const cause = ticket.root_causes.find((each) => each.code === ticket.root_cause);
  return (
    <dl className={styles.outcome}>
      <dt>{t('close.cause')}</dt>
      <dd>{cause ? (language === 'en' ? cause.en : cause.zh) : ticket.root_cause}</dd>
      <dt>{t('close.action')}</dt>
      <dd>{ticket.action_taken}</dd>
    </dl>
  );
}
