import { CheckOutlined, ClockCircleOutlined, StopOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDoNotAsk, useExplained, type Explained } from '@/api/invitations';
import { useSession } from '@/api/session';
import { wordsIn } from '@/api/surveys';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { Timeline, type TimelineEntry } from '@/ui/Timeline';
import { useInvitationTerms } from './useInvitationTerms';
import styles from './invitations.module.css';

const ICONS = { allow: <CheckOutlined className={styles.allow} />, skip: <StopOutlined className={styles.skip} />, wait: <ClockCircleOutlined className={styles.wait} /> };

/** What depends on the single invitation, not on the person. */
const OF_THE_ASKING = new Set(['expiry', 'sampling']);

/** Whether this person may be asked now, by which rules, and why they were or were not asked before. */
export function PersonContact({ customer }: { customer: string }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { data } = useExplained(customer, can('customer.read'));
  if (!data) return null;
  return (
    <section className={styles.card} aria-label={t('person.title')}>
      <Now customer={customer} explained={data} />
      <h3 className={styles.heading}>{t('person.history')}</h3>
      {data.invitations.length ? <History explained={data} /> : <p className={styles.apart}>{t('person.never')}</p>}
    </section>
  );
}

function Now({ customer, explained: { now, opted_out: optedOut } }: { customer: string; explained: Explained }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  return (
    <>
      <div className={styles.now}>
        <h3 className={styles.heading}>
          {now.outcome === 'send' ? t('person.may') : now.next_at ? t('person.from', { at: formatInstant(now.next_at, language) }) : t('person.mayNot')}
        </h3>
        <OptOutButton customer={customer} isOut={optedOut.length > 0} />
      </div>
      <ul className={styles.checks}>
        {now.checks.filter((check) => !OF_THE_ASKING.has(check.rule)).map((check) => (
          <li key={check.rule} className={styles.check}>
            {ICONS[check.verdict]}
            <span>{check.name || terms.rule(check.rule)}</span>
            {check.verdict === 'allow' ? <span>{t('person.passes')}</span> : check.until ? <time dateTime={check.until}>{t('person.until', { at: formatInstant(check.until, language) })}</time> : <span>{t('person.blocks')}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

function OptOutButton({ customer, isOut }: { customer: string; isOut: boolean }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { message } = App.useApp();
  const change = useDoNotAsk(customer);
  if (!can('ticket.work')) return null;
  const onClick = (): void => change.mutate(isOut, { onSuccess: () => void message.success(t(isOut ? 'person.askedAgain' : 'person.stopped')), onError: (error) => void message.error(error.message) });
  return <Button size="small" loading={change.isPending} onClick={onClick}>{t(isOut ? 'person.askAgain' : 'person.stop')}</Button>;
}

function History({ explained }: { explained: Explained }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const names = useMemo(() => explained.now.checks.filter((check) => check.name).map((check) => ({ key: check.rule.slice('fatigue:'.length), name: check.name })), [explained]);
  const terms = useInvitationTerms(names);
  const entries = explained.invitations.map(
    (each): TimelineEntry => ({
      id: String(each.id),
      at: each.created_at,
      who: [each.unit.name, each.by_name || t(`by.${each.by}`), each.channel && terms.channel(each.channel)].filter(Boolean).join(' · '),
      what: `${wordsIn(each.survey.title, language)} — ${terms.state(each.state)}${each.reason ? `（${terms.rule(each.reason)}）` : ''}`,
      note: each.steps.map((step) => `${terms.state(step.state)}${step.reason ? ` · ${terms.rule(step.reason)}` : ''} ${formatInstant(step.at, language)}`).join(' → '),
      tone: each.state === 'completed' ? 'good' : each.state === 'bounced' || each.state === 'failed' ? 'alarm' : 'normal',
    }),
  );
  return <Timeline entries={entries} />;
}
