import { useTranslation } from 'react-i18next';
import type { Funnel } from '@/api/invitations';
import { formatCount, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { Bars } from './Bars';
import styles from './invitations.module.css';

const STAGES = ['sent', 'delivered', 'opened', 'started', 'completed'] as const;
const RATE_OF = { sent: null, delivered: 'delivery', opened: 'open', started: 'start', completed: 'response' } as const;

/** Sent to completed with the rate of each by definition; who was never sent anything stands apart. */
export function FunnelBars({ funnel }: { funnel: Funnel }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const rate = (value: number | null): string => (value === null ? '–' : formatValue(value, 'share', language));
  const rows = STAGES.map((stage) => {
    const name = RATE_OF[stage];
    return { key: stage, label: t(`state.${stage}`), value: funnel[stage], aside: name && <span title={t(`rateHint.${name}`)}>{t(`rate.${name}`)} {rate(funnel.rates[name])}</span> };
  });
  return (
    <>
      <Bars label={t('funnel.label')} rows={rows} full={funnel.sent} />
      <p className={styles.apart}>
        {t('funnel.apart', { sampled: formatCount(funnel.sampled_out), suppressed: formatCount(funnel.suppressed) })} · <span title={t('rateHint.completion')}>{t('rate.completion')} {rate(funnel.rates.completion)}</span>
      </p>
    </>
  );
}
