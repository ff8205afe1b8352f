import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDifferences, type VersionChange } from '@/api/centre';
import { wordsIn } from '@/api/surveys';
import { useLanguage } from '@/i18n';
import { EmptyState, ErrorState } from '@/ui/States';
import styles from '../surveys.module.css';

const SIGNS: Record<VersionChange['kind'], string> = { added: '+', removed: '−', changed: '≠', moved: '↕' };

/** The changes between two versions, part by part: old words struck out, new words marked. */
export function Differences({ survey, older, newer }: { survey: string; older: number; newer: number }) {
  const { t } = useTranslation('versions');
  const { data, error, refetch } = useDifferences(survey, older, newer);
  if (error) return <ErrorState compact error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 4 }} />;
  if (data.length === 0) return <EmptyState compact title={t('none')} />;
  return <ul className={styles.changes}>{data.map((change) => <Change key={`${change.what} ${change.key} ${change.kind}`} change={change} />)}</ul>;
}

function Change({ change }: { change: VersionChange }) {
  const { t } = useTranslation('versions');
  const language = useLanguage();
  return (
    <li className={styles[change.kind]}>
      <strong><span aria-hidden="true">{SIGNS[change.kind]}</span> {t(`kind.${change.kind}`)}{t(`what.${change.what}`, { defaultValue: change.what })}</strong>{' '}
      {wordsIn(change.title, language)} <code className={styles.muted}>{change.key}</code>
      <ul>
        {change.words.map((word) => <li key={`${word.field} ${word.language}`}><span className={styles.muted}>{word.field} · {word.language}</span> {word.old && <del>{word.old}</del>} {word.new && <ins>{word.new}</ins>}</li>)}
        {change.fields.map((field) => <li key={field.field}><span className={styles.muted}>{field.field}</span> <del>{told(field.old)}</del> <ins>{told(field.new)}</ins></li>)}
      </ul>
    </li>
  );
}

function told(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
