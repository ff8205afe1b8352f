import { App, Button, DatePicker, Input } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignLinks, type Collector } from '@/api/collectors';
import { CopyButton } from './CopyLink';
import styles from './collectors.module.css';

/** Each line the parameters of one link, as `name=value&name=value`. */
export const linesOf = (written: string): Record<string, string>[] =>
  written
    .split('\n')
    .filter((line) => line.trim())
    .map((line) => Object.fromEntries(line.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()])));

/** Makes links whose parameters nobody can forge, for a few people by hand; programs ask for them by API. */
export function SignedLinksSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const sign = useSignLinks(collector.id);
  const [written, setWritten] = useState('');
  const [until, setUntil] = useState<Dayjs | null>(null);
  const links = linesOf(written);
  const make = (): void => sign.mutate({ links, expires_at: until ? until.endOf('day').toISOString() : null }, { onError: (error) => void message.error(error.message) });
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('signing.links')}</h3>
      <p className={styles.muted}>{t('signing.linksHint')}</p>
      <Input.TextArea aria-label={t('signing.params')} rows={3} placeholder={'order=T1001&member=M88'} value={written} onChange={({ target }) => { setWritten(target.value); sign.reset(); }} />
      <div className={styles.row}>
        <DatePicker aria-label={t('signing.until')} placeholder={t('signing.until')} value={until} onChange={setUntil} />
        <Button disabled={links.length === 0} loading={sign.isPending} onClick={make}>{t('signing.make')}</Button>
        {sign.data && <span className={styles.muted}>{t('signing.made', { n: sign.data.urls.length })}<CopyButton text={sign.data.urls.join('\n')} /></span>}
      </div>
      {sign.data && <pre className={styles.code}>{sign.data.urls.slice(0, 5).join('\n')}</pre>}
    </section>
  );
}
