import { useTranslation } from 'react-i18next';
import { useScorecard } from '@/api/assessment';
import type { Feedback } from '@/api/feedback';
import { useSession } from '@/api/session';
import type { Ticket } from '@/api/tickets';
import { useCursorList } from '@/api/useCursorList';
import { VoiceDetail } from '@/features/voices/VoiceDetail';
import { VoiceList } from '@/features/voices/VoiceList';
import { today } from '@/format/time';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import { TicketDrawer } from '@/pages/tickets/TicketDrawer';
import { MyScore } from './MyScore';
import { MyTickets } from './MyTickets';
import { TodayFigures } from './TodayFigures';
import styles from './store.module.css';

const PARAMS = { open: param.optional(), ticket: param.optional() };

/** The store manager's page, made for a phone between two customers: what was said, what to do, how my score stands. */
export default function Store() {
  const { t } = useTranslation('store');
  const { me, units } = useSession();
  const [scope] = useScope();
  const [values, set] = useUrlState(PARAMS);
  const code = scope.unit ?? me.units_root[0]?.code;
  const isStore = !units.some((each) => each.parent === code);
  const unit = isStore ? units.find((each) => each.code === code) : undefined;
  const month = today().format('YYYY-MM');
  const scorecard = useScorecard(unit?.code, month);
  const week = { from: today().subtract(6, 'day').format('YYYY-MM-DD'), to: today().format('YYYY-MM-DD') };
  const voices = useCursorList<Feedback>('/api/v1/feedback', { unit: unit?.code, ...week, limit: 15 }, { every: 5000, enabled: unit !== undefined });
  const tickets = useCursorList<Ticket>('/api/v1/tickets', { unit: unit?.code, state: 'open', sort: 'urgency', limit: 10 }, { every: 10_000, enabled: unit !== undefined });
  if (!unit) return <EmptyState title={t('noStore')} hint={t('noStoreHint')} />;
  return (
    <>
      <PageHeader title={unit.name} note={t('note')} />
      <div className={styles.page}>
        <TodayFigures unit={unit.code} />
        <MyTickets tickets={tickets.rows} error={tickets.error} onOpen={(ticket) => set({ ticket }, { push: true })} />
        <section aria-label={t('voices.title')}>
          <h2 className={styles.heading}>{t('voices.title')}</h2>
          <VoiceList items={voices.rows} filter={unit.code} openId={values.open} onOpen={(open) => set({ open }, { push: true })} empty={<EmptyState compact title={t('voices.none')} hint={t('voices.noneHint')} />} />
        </section>
        <MyScore scorecard={scorecard.data} loading={scorecard.isPending} error={scorecard.error} />
      </div>
      <DetailDrawer openId={values.open} ids={(voices.rows ?? []).map((voice) => String(voice.id))} title={t('voices.one')} onMove={(open) => set({ open })}>
        {values.open && <VoiceDetail id={values.open} />}
      </DetailDrawer>
      <TicketDrawer number={values.ticket} ids={(tickets.rows ?? []).map((ticket) => ticket.id)} onMove={(ticket) => set({ ticket })} />
    </>
  );
}
