import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLeaving, useVersions, type Leaving } from '@/api/centre';
import type { QueryParams } from '@/api/http';
import { useTerms } from '@/features/useTerms';
import { formatCount, formatInterval, formatValue } from '@/format/number';
import { joinWords } from '@/format/list';
import { useLanguage } from '@/i18n';
import styles from '../surveys.module.css';

const percent = (share: number): string => `${Math.max(0, Math.min(1, share)) * 100}%`;

/** Where people left without sending, page by page; absent while nobody is known to have left. */
export function LeavingCard({ survey, filter }: { survey: string; filter: QueryParams }) {
  const { t } = useTranslation('summary');
  const [version, setVersion] = useState<number>();
  const { data } = useLeaving(survey, { ...filter, version });
  const versions = useVersions(survey).data ?? [];
  if (!data || (data.people === 0 && version === undefined)) return null;
  return (
    <section className={styles.question} aria-label={t('leaving.title')}>
      <div className={styles.summaryHead}>
        <h3 className={styles.heading}>{t('leaving.title')}</h3>
        <span className={styles.muted}>{t('leaving.total', { people: formatCount(data.people), sent: formatCount(data.sent) })}</span>
        {versions.length > 1 && <Select allowClear aria-label={t('leaving.version')} placeholder={t('leaving.allVersions')} value={version} onChange={setVersion} options={versions.map(({ number }) => ({ value: number, label: t('leaving.nth', { n: number }) }))} />}
      </div>
      <ul className={styles.bars}>{data.pages.map((page) => <PageLine key={page.page} page={page} />)}</ul>
      <Details leaving={data} />
      <p className={styles.muted}>{t('leaving.note')}</p>
    </section>
  );
}

function PageLine({ page: { number, title, people, left } }: { page: Leaving['pages'][number] }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  const name = title ? `${number}. ${title}` : t('leaving.page', { n: number });
  const interval = left.low != null && left.high != null ? `${t('interval')} ${formatInterval(left.low, left.high, 'share', language)}` : undefined;
  return (
    <li className={`${styles.bar} ${styles.leftAt}`}>
      <span className={styles.barLabel}>{name}</span>
      <span className={styles.track} aria-hidden="true">{left.value !== null && <span className={styles.fill} style={{ width: percent(left.value) }} />}</span>
      <span className={styles.barShare} title={interval}>{formatValue(left.value, 'share', language)}</span>
      <span className={styles.barCount}>{t('leaving.of', { people: formatCount(people), n: formatCount(left.n) })}</span>
    </li>
  );
}

function Details({ leaving: { questions, channels } }: { leaving: Leaving }) {
  const { t } = useTranslation('summary');
  const language = useLanguage();
  const terms = useTerms();
  const lasts = questions.slice(0, 3).map(({ title, people }) => t('leaving.one', { name: title, n: formatCount(people) }));
  const through = channels.map(({ channel, people }) => t('leaving.one', { name: terms.channel(channel), n: formatCount(people) }));
  return (
    <dl className={styles.facts}>
      {lasts.length > 0 && <><dt>{t('leaving.last')}</dt><dd>{joinWords(lasts, language)}</dd></>}
      {through.length > 0 && <><dt>{t('leaving.channels')}</dt><dd>{joinWords(through, language)}</dd></>}
    </dl>
  );
}
