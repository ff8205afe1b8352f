import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import styles from './States.module.css';

interface EmptyStateProps {
  title: string;
  hint?: string;
  action?: ReactNode;
  compact?: boolean;
}

/** Nothing here yet: says what would stand here and offers the next step. */
export function EmptyState({ title, hint, action, compact }: EmptyStateProps) {
  return (
    <div className={`${styles.state} ${compact ? styles.compact : ''}`} role="status">
      <p className={styles.title}>{title}</p>
      {hint && <p className={styles.hint}>{hint}</p>}
      {action}
    </div>
  );
}

/** What happened, why, and what to do; the server's own words where it gave any. */
export function ErrorState({ error, onRetry, compact }: { error: unknown; onRetry?: () => void; compact?: boolean }) {
  const { t } = useTranslation('ui');
  const problem = error instanceof ProblemError ? error : null;
  return (
    <div className={`${styles.state} ${compact ? styles.compact : ''}`} role="alert">
      <p className={styles.title}>{problem?.title ?? t('error.unreachable')}</p>
      <p className={styles.hint}>{problem ? whyOf(problem) : t('error.unreachableHint')}</p>
      {onRetry && <Button onClick={onRetry}>{t('error.retry')}</Button>}
      {problem && <p className={styles.code}>{problem.code}</p>}
    </div>
  );
}

/** The server's reason; where it names fields instead, what is wrong with each. */
export function whyOf(problem: ProblemError): string {
  const faults = Object.entries(problem.fields).map(([field, message]) => (field ? `${field}: ${message}` : message));
  return problem.detail || faults.join(' · ');
}

/** The account may not open this page; says whom to ask. */
export function ForbiddenState() {
  const { t } = useTranslation('ui');
  return <EmptyState title={t('forbidden.title')} hint={t('forbidden.hint')} />;
}
