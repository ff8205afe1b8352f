import { App, Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useContactRules, useSimulate, useTrigger, type Simulation, type Trigger } from '@/api/invitations';
import { useSession } from '@/api/session';
import { Bars } from '@/features/invitations/Bars';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import styles from './invitations.module.css';

/** What the trigger would have asked of last month's events, and whom it would have left alone by which rule. */
export function SimulationPanel({ trigger }: { trigger: Trigger }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { message } = App.useApp();
  const [asked, setAsked] = useState(false);
  const run = useSimulate();
  const shown = useTrigger(trigger.id, asked).data ?? trigger;
  const go = (): void => {
    setAsked(true);
    run.mutate(trigger.id, { onError: (error) => void message.error(error.message) });
  };
  return (
    <section className={styles.section}>
      <div className={styles.ruleHead}>
        <h3>{t('simulation.title')}</h3>
        {can('invitation.send') && <Button loading={run.isPending} onClick={go}>{t('simulation.run')}</Button>}
      </div>
      {shown.simulation ? <Result simulation={shown.simulation} /> : asked ? <p className={styles.muted} role="status"><Spin size="small" /> {t('simulation.running')}</p> : <p className={styles.muted}>{t('simulation.hint')}</p>}
    </section>
  );
}

function Result({ simulation }: { simulation: Simulation }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const rules = useContactRules().data;
  const terms = useInvitationTerms(rules?.fatigue);
  const rows = [
    { key: 'events', label: t('simulation.events'), value: simulation.events },
    { key: 'matched', label: t('simulation.matched'), value: simulation.matched },
    { key: 'asked', label: t('simulation.asked'), value: simulation.asked },
    { key: 'later', label: t('simulation.later'), value: simulation.asked_later },
    ...simulation.left_out.map((each) => ({ key: each.rule, label: t('simulation.leftOut', { rule: terms.rule(each.rule) }), value: each.number })),
  ];
  return (
    <>
      <Bars label={t('simulation.title')} rows={rows} full={simulation.events} />
      <p className={styles.muted}>{t('simulation.between', { from: formatInstant(simulation.since, language), to: formatInstant(simulation.until, language) })}</p>
    </>
  );
}
