import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './collectors.module.css';

/** An address one can open or take along. */
export function CopyLink({ url }: { url: string }) {
  return (
    <span className={styles.link}>
      <a href={url} target="_blank" rel="noreferrer" onClick={(event) => event.stopPropagation()}>{url.replace(/^https?:\/\//, '')}</a>
      <CopyButton text={url} />
    </span>
  );
}

export function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('collectors');
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    void message.success(t('copied'));
  };
  return (
    <Tooltip title={t('copy')}>
      <Button type="text" size="small" icon={<CopyOutlined />} aria-label={t('copy')} onClick={(event) => { event.stopPropagation(); void copy(); }} />
    </Tooltip>
  );
}
