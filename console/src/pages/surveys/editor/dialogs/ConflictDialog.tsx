import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { useSaver, useSaverState } from '../state/useProblems';

/** Somebody else has saved the draft meanwhile: theirs or mine, never both mixed in silence. */
export function ConflictDialog() {
  const { t } = useTranslation('editor');
  const language = useLanguage();
  const saver = useSaver();
  const { saving } = useSaverState();
  if (saving.kind !== 'conflict') return null;
  const { saved_by, saved_at } = saving.theirs;
  const who = saved_by?.name ?? t('conflict.somebody');
  return (
    <Modal
      open
      closable={false}
      title={t('conflict.title')}
      footer={[
        <Button key="mine" onClick={saver.keepMine}>{t('conflict.mine')}</Button>,
        <Button key="theirs" type="primary" onClick={saver.takeTheirs}>{t('conflict.theirs')}</Button>,
      ]}
    >
      <p>{t('conflict.what', { who, at: saved_at ? formatInstant(saved_at, language) : '' })}</p>
      <p>{t('conflict.choose')}</p>
    </Modal>
  );
}
