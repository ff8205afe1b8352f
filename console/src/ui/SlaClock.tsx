import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleFilled, PauseCircleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDuration, formatFull } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useNow } from '@/state/useNow';
import { slaState, type SlaDeadline, type SlaState } from './sla';
import styles from './SlaClock.module.css';

const ICONS: Record<SlaState, ReactNode> = {
  ok: <ClockCircleOutlined />,
  due: <ClockCircleOutlined />,
  overdue: <ExclamationCircleFilled />,
  paused: <PauseCircleOutlined />,
  met: <CheckCircleOutlined />,
  missed: <ExclamationCircleFilled />,
};

/** A deadline's live countdown with its state in words; `label` names the clock (首次响应, 解决). */
export function SlaClock({ deadline, label }: { deadline: SlaDeadline; label?: string }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const now = useNow();
  const state = slaState(deadline, now);
  const gap = Date.parse(deadline.dueAt) - (deadline.doneAt ? Date.parse(deadline.doneAt) : now);
  return (
    <span className={`${styles.clock} ${styles[state]}`} title={t('sla.dueAt', { at: formatFull(deadline.dueAt) })}>
      <span aria-hidden="true">{ICONS[state]}</span>
      {label && <span className={styles.label}>{label}</span>}
      <span>{t(`sla.${state}`, { time: formatDuration(gap, language) })}</span>
    </span>
  );
}
