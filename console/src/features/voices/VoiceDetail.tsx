import { Button, Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFeedback, type FeedbackDetail } from '@/api/feedback';
import { useTopicName } from '@/api/metrics';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { joinWords } from '@/format/list';
import { formatFull } from '@/format/time';
import { formatValue, type Language } from '@/format/number';
import { useLanguage } from '@/i18n';
import type { Mention } from '@/ui/highlight';
import { Masked } from '@/ui/Masked';
import { PolarityTag, RatingTag, ScoreTag } from '@/ui/ScoreTag';
import { SentFiles, type SentFile } from '@/ui/SentFiles';
import { ErrorState } from '@/ui/States';
import { MarkedText } from '@/ui/Verbatim';
import { FlagList } from './FlagList';
import { toMentions } from './toVoice';
import styles from './voices.module.css';

/** One voice, opened: the words, every answer, the customer, the order, doubts, alerts and the ticket it set off. */
export function VoiceDetail({ id }: { id: string }) {
  const { data, error, refetch } = useFeedback(id);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  return (
    <div className={styles.detail}>
      <Head voice={data} />
      <Words voice={data} />
      <Answers voice={data} />
      <CustomerFacts voice={data} />
      <OrderFacts voice={data} />
      <FlagList voice={data} />
      <Work voice={data} />
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Head({ voice }: { voice: FeedbackDetail }) {
  const terms = useTerms();
  return (
    <div className={styles.head}>
      {voice.recommend !== null && <ScoreTag score={voice.recommend} />}
      {voice.rating !== null && <RatingTag rating={Math.round(voice.rating * 10) / 10} />}
      <strong>{voice.unit.name}</strong>
      <span className={styles.muted}>{[terms.kind(voice.kind), terms.source(voice.source), terms.channel(voice.channel)].join(' · ')}</span>
      <time className={styles.muted} dateTime={voice.at}>{formatFull(voice.at)}</time>
    </div>
  );
}

function Words({ voice }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const topicName = useTopicName(useLanguage());
  const mentions = toMentions(voice);
  if (!voice.text) return <p className={styles.muted}>{t('detail.noText')}</p>;
  return (
    <div>
      <p className={styles.words}><MarkedText text={voice.text} mentions={mentions} topicName={topicName} /></p>
      <div className={styles.topics}>
        {voice.label && <PolarityTag polarity={voice.label} />}
        {distinct(mentions).map((mention) => <PolarityTag key={`${mention.topic} ${mention.polarity}`} polarity={mention.polarity} topic={topicName(mention.topic)} />)}
      </div>
    </div>
  );
}

/** A topic said twice with the same polarity is one tag. */
function distinct(mentions: Mention[]): Mention[] {
  return [...new Map(mentions.map((mention) => [`${mention.topic} ${mention.polarity}`, mention])).values()];
}

/** Questions in their order; the choices of one question together, and the files sent with it. */
function groupAnswers(answers: FeedbackDetail['answers'], language: Language): { title: string; said: string; files: SentFile[] }[] {
  const groups = new Map<string, { said: string[]; files: SentFile[] }>();
  for (const answer of answers) {
    const title = answer.row_title || answer.title;
    const group = groups.get(title) ?? { said: [], files: [] };
    if (answer.file) group.files.push(answer.file);
    else group.said.push(answer.choice_title || answer.text || (answer.number === null ? '' : String(answer.number)));
    groups.set(title, group);
  }
  return [...groups].map(([title, { said, files }]) => ({ title, said: joinWords(said, language), files }));
}

function Answers({ voice }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const language = useLanguage();
  if (voice.answers.length === 0) return null;
  return (
    <Section title={t('detail.answers')}>
      <dl className={styles.facts}>
        {groupAnswers(voice.answers, language).map(({ title, said, files }) => [<dt key={`${title} title`}>{title}</dt>, <dd key={title}>{said}{files.length > 0 && <SentFiles files={files} />}</dd>])}
      </dl>
    </Section>
  );
}

function CustomerFacts({ voice: { customer } }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const { can } = useSession();
  const language = useLanguage();
  if (!customer) return <Section title={t('detail.customer')}><p className={styles.muted}>{t('detail.anonymous')}</p></Section>;
  return (
    <Section title={t('detail.customer')}>
      <dl className={styles.facts}>
        <dt>{t('detail.name')}</dt>
        <dd>
          <Masked value={customer.name} masked={customer.name.includes('*')} /> {can('customer.read') && <Link to={`/customers/${customer.id}`}>{t('detail.timeline')}</Link>}
        </dd>
        <dt>{t('detail.phone')}</dt>
        <dd><Masked value={customer.phone} masked={customer.phone?.includes('*') ?? false} /></dd>
        <dt>{t('detail.level')}</dt>
        <dd>{customer.level || '–'}</dd>
        <dt>{t('detail.history')}</dt>
        <dd>{t('detail.orders', { n: customer.orders, amount: formatValue(customer.revenue, 'money', language) })}</dd>
      </dl>
    </Section>
  );
}

function OrderFacts({ voice: { order, order_number: number } }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const terms = useTerms();
  const language = useLanguage();
  if (!order) return number ? <Section title={t('detail.order')}><p>{number} <span className={styles.muted}>{t('detail.orderUnknown')}</span></p></Section> : null;
  return (
    <Section title={t('detail.order')}>
      <dl className={styles.facts}>
        <dt>{t('detail.orderNumber')}</dt>
        <dd>{order.number}</dd>
        <dt>{t('detail.orderAt')}</dt>
        <dd>{formatFull(order.at)} · {terms.channel(order.channel)}</dd>
        <dt>{t('detail.amount')}</dt>
        <dd>¥{order.amount.toFixed(2)}{order.discount > 0 && <span className={styles.muted}> {t('detail.discount', { amount: order.discount.toFixed(2) })}</span>}</dd>
        {order.items.length > 0 && <dt>{t('detail.items')}</dt>}
        {order.items.length > 0 && <dd>{joinWords(order.items.map(itemText), language)}</dd>}
      </dl>
    </Section>
  );
}

function itemText(item: Record<string, unknown>): string {
  const name = item.name ?? item.sku ?? item.product ?? '';
  return item.quantity ? `${String(name)} × ${String(item.quantity)}` : String(name);
}

function Work({ voice }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const terms = useTerms();
  if (!voice.ticket && voice.alerts.length === 0) return null;
  return (
    <Section title={t('detail.work')}>
      {voice.alerts.map((alert) => (
        <p key={alert.rule + alert.fired_at}>{t('detail.alert', { name: alert.name })} <span className={styles.muted}>{formatFull(alert.fired_at)}</span></p>
      ))}
      {voice.ticket && (
        <Link to={`/tickets?state=all&open=${voice.ticket.number}`}>
          <Button>{t('detail.openTicket', { number: voice.ticket.number, state: terms.ticketState(voice.ticket.state) })}</Button>
        </Link>
      )}
    </Section>
  );
}
