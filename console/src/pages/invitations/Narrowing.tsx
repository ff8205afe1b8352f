import { useTranslation } from 'react-i18next';
import { useContactRules, type Preview } from '@/api/invitations';
import { Bars, type BarRow } from '@/features/invitations/Bars';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatCount } from '@/format/number';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import styles from './invitations.module.css';

/** How many people are left after each rule, from those chosen to those who will be asked. */
export function Narrowing({ preview }: { preview: Preview }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const rules = useContactRules().data;
  const terms = useInvitationTerms(rules?.fatigue);
  const removed = (n: number): string => (n ? `−${formatCount(n)}` : '');
  const rows: BarRow[] = [
    { key: 'chosen', label: t('preview.chosen'), value: preview.chosen },
    ...preview.rules.map((rule) => ({ key: rule.rule, label: terms.rule(rule.rule), value: rule.left, aside: removed(rule.left_out) })),
  ];
  return (
    <section className={styles.section}>
      <h3>{t('preview.title')}</h3>
      <Bars label={t('preview.title')} rows={rows} full={preview.chosen} />
      <p className={styles.total}>
        {t('preview.send')} <strong>{formatCount(preview.send + preview.wait)}</strong>{preview.wait > 0 && <span className={styles.muted}> {t('preview.wait', { n: formatCount(preview.wait) })}</span>}
      </p>
      <p className={styles.muted}>{t('preview.asOf', { at: formatInstant(preview.at, language), version: preview.rules_version })}</p>
    </section>
  );
}
