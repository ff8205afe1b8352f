import { QuestionCircleOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/state/useMedia';
import { isTyping } from '@/ui/FilterBar';
import styles from './shell.module.css';

const KEYS = ['search', 'filter', 'next', 'previous', 'open', 'help'] as const;
const KEY_CAPS: Record<(typeof KEYS)[number], string> = { search: 'Ctrl K', filter: '/', next: 'j', previous: 'k', open: 'Enter', help: '?' };

/** The keys of the console; `?` opens it anywhere. A phone has none. */
export function HelpButton() {
  const { t } = useTranslation('shell');
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === '?' && !isTyping(event.target)) setOpen(true);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (phone) return null;
  return (
    <>
      <Button type="text" icon={<QuestionCircleOutlined />} aria-label={t('help.title')} onClick={() => setOpen(true)} />
      <Modal open={open} onCancel={() => setOpen(false)} footer={null} title={t('help.title')} width={380}>
        <dl className={styles.keys}>
          {KEYS.map((key) => (
            <div key={key}>
              <dt><kbd>{KEY_CAPS[key]}</kbd></dt>
              <dd>{t(`help.${key}`)}</dd>
            </div>
          ))}
        </dl>
        <a href="/api/docs">{t('help.api')}</a>
      </Modal>
    </>
  );
}
