import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Skeleton } from 'antd';
import type { CustomerTimeline, Moment } from '@/api/feedback';
import { useCursorList } from '@/api/useCursorList';
import { PersonContact } from '@/features/invitations/PersonContact';
import { useTerms } from '@/features/useTerms';
import { formatDay } from '@/format/time';
import { useLanguage } from '@/i18n';
import { Masked } from '@/ui/Masked';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { RatingTag, ScoreTag } from '@/ui/ScoreTag';
import { ErrorState } from '@/ui/States';
import { Tile, TileRow } from '@/ui/Tile';
import { Timeline, type TimelineEntry } from '@/ui/Timeline';

/** One customer through time: what they bought, what they said, what was done about it. */
export default function Customer() {
  const { t } = useTranslation('customer');
  const { id = '' } = useParams();
  const language = useLanguage();
  const toEntry = useToEntry();
  const list = useCursorList<Moment, CustomerTimeline>('/api/v1/customers/{customer_id}', {}, { path: { customer_id: id } });
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const { customer, joined_on: joined } = list.data;
  const count = (value: number) => ({ value, n: customer.orders });
  return (
    <>
      <PageHeader title={customer.name} note={<>{customer.level} · <Masked value={customer.phone} masked={customer.phone?.includes('*') ?? false} />{joined && ` · ${t('joined', { day: formatDay(joined, language) })}`}</>} />
      <TileRow>
        <Tile label={t('orders')} unit="count" figure={count(customer.orders)} />
        <Tile label={t('revenue')} unit="money" figure={count(customer.revenue)} />
      </TileRow>
      <section style={{ marginTop: 20 }}>
        <Timeline entries={list.data.items.map(toEntry)} />
        <Pages paging={list.paging} />
      </section>
      <PersonContact customer={id} />
    </>
  );
}

function useToEntry(): (moment: Moment, at: number) => TimelineEntry {
  const { t } = useTranslation('customer');
  const terms = useTerms();
  return (moment, at) => {
    const base = { id: `${moment.at} ${at}`, at: moment.at, who: moment.unit.name };
    if (moment.order) return { ...base, what: t('bought', { number: moment.order.number, amount: moment.order.amount.toFixed(2) }) };
    if (moment.ticket) return { ...base, what: <Link to={`/tickets/${moment.ticket.number}`}>{t('ticket', { number: moment.ticket.number, state: terms.ticketState(moment.ticket.state) })}</Link> };
    const said = moment.feedback!;
    return {
      ...base,
      what: (
        <Link to={`/feedback/${said.id}`}>
          {terms.kind(said.kind)} {said.recommend !== null ? <ScoreTag score={said.recommend} /> : said.rating !== null && <RatingTag rating={said.rating} />}
        </Link>
      ),
      note: said.text || undefined,
    };
  };
}
