import type { ReactNode } from 'react';
import { formatFull, formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import styles from './Timeline.module.css';

export interface TimelineEntry {
  id: string;
  at: string;
  who: string;
  what: ReactNode;
  note?: ReactNode;
  tone?: 'normal' | 'alarm' | 'good';
}

/** What happened, newest first, one line each with who and when. */
export function Timeline({ entries }: { entries: TimelineEntry[] }) {
  const language = useLanguage();
  return (
    <ol className={styles.line}>
      {entries.map((entry) => (
        <li key={entry.id} className={`${styles.entry} ${styles[entry.tone ?? 'normal']}`}>
          <div className={styles.head}>
            <span className={styles.what}>{entry.what}</span>
            <time dateTime={entry.at} title={formatFull(entry.at)}>{formatInstant(entry.at, language)}</time>
          </div>
          <div className={styles.who}>{entry.who}</div>
          {entry.note && <div className={styles.note}>{entry.note}</div>}
        </li>
      ))}
    </ol>
  );
}
