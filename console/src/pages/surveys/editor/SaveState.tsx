import { CheckCircleOutlined, ExclamationCircleFilled, SyncOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '@/format/number';
import { formatInstant, inZone, today } from '@/format/time';
import { useLanguage } from '@/i18n';
import styles from './editor.module.css';
import { useEditor } from './state/useEditor';
import { useSaver, useSaverState } from './state/useProblems';

/** Whether what is written is safe: 已保存 14:02. Leaving before it is asks first. */
export function SaveState() {
  const { locked } = useEditor();
  const { saving } = useSaverState();
  useEffect(() => {
    if (saving.kind === 'saved') return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [saving.kind]);
  return <span className={styles.saving} role="status">{locked ? <Locked /> : <State />}</span>;
}

/** 14:02 if that was today. */
const timeOf = (instant: string, language: Language): string => (inZone(instant).isBefore(today()) ? formatInstant(instant, language) : inZone(instant).format('HH:mm'));

function Locked() {
  const { t } = useTranslation('editor');
  return <>{t('save.locked')}</>;
}

function State() {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const saver = useSaver();
  const { saving, kept } = useSaverState();
  if (saving.kind === 'failed') {
    return (
      <span className={styles.failed}>
        <ExclamationCircleFilled /> {t('save.failed', { why: saving.error instanceof Error ? saving.error.message : '' })}
        <Button type="link" size="small" onClick={() => void saver.flush()}>{t('save.again')}</Button>
      </span>
    );
  }
  if (saving.kind === 'conflict') return <span className={styles.failed}><ExclamationCircleFilled /> {t('save.conflict')}</span>;
  if (saving.kind !== 'saved') return <><SyncOutlined /> {t(saving.kind === 'saving' ? 'save.saving' : 'save.waiting')}</>;
  if (!kept.saved_at) return <>{t('save.untouched')}</>;
  return <><CheckCircleOutlined /> {t('save.saved', { at: timeOf(kept.saved_at, language) })}</>;
}
