import { useTranslation } from 'react-i18next';
import { useSnippet, type Collector } from '@/api/collectors';
import { CopyButton } from './CopyLink';
import styles from './collectors.module.css';

/** The line of HTML that puts the survey into another site. */
export function EmbedSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const html = useSnippet(collector).data?.html;
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('snippet')} {html && <CopyButton text={html} />}</h3>
      <pre className={styles.code}>{html}</pre>
      <p className={styles.muted}>{t('snippetHint')}</p>
    </section>
  );
}
