import { Button, Progress } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '@/format/number';
import styles from './ProgressTask.module.css';

export interface TaskProgress {
  state: 'queued' | 'running' | 'done' | 'failed';
  done: number;
  total: number | null;
  message?: string | null;
}

/** Long work: how far it is, that it may go on behind, and its result when it ends. */
export function ProgressTask({ title, progress, onLeave, result }: { title: string; progress: TaskProgress; onLeave?: () => void; result?: ReactNode }) {
  const { t } = useTranslation('ui');
  const percent = progress.total ? Math.round((progress.done / progress.total) * 100) : 0;
  const ended = progress.state === 'done' || progress.state === 'failed';
  return (
    <div className={styles.task} aria-live="polite">
      <div className={styles.head}>
        <strong>{title}</strong>
        <span className={styles.state}>{t(`task.${progress.state}`)}</span>
      </div>
      <Progress percent={progress.state === 'done' ? 100 : percent} status={progress.state === 'failed' ? 'exception' : undefined} showInfo={false} size="small" aria-label={title} />
      <div className={styles.foot}>
        <span>{t('task.rows', { done: formatCount(progress.done), total: progress.total === null ? '?' : formatCount(progress.total) })}</span>
        {progress.message && <span>{progress.message}</span>}
        {!ended && onLeave && <Button size="small" type="text" onClick={onLeave}>{t('task.background')}</Button>}
      </div>
      {ended && result}
    </div>
  );
}
