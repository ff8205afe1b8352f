import { DeleteOutlined, PictureOutlined } from '@ant-design/icons';
import { App, Button, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { addPicture } from '@/api/surveyDrafts';
import styles from './parts.module.css';

interface Props {
  /** What the picture is of, for those who cannot see it. */
  label: string;
  value: string | undefined;
  onChange: (path: string | undefined) => void;
  /** Where a picture must stay, it can only be replaced. */
  needed?: boolean;
}

/** A picture of this site: uploaded, seen, replaced, taken away. */
export function PictureField({ label, value, onChange, needed = false }: Props) {
  const { t } = useTranslation('editor');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const send = (file: File): false => {
    setBusy(true);
    addPicture(file)
      .then(({ path }) => onChange(path))
      .catch((error: unknown) => void message.error(error instanceof ProblemError ? error.message : t('picture.failed')))
      .finally(() => setBusy(false));
    return false;
  };
  return (
    <div className={styles.picture}>
      {value ? <img src={value.startsWith('/') ? value : `/${value}`} alt={label} /> : <span aria-hidden="true"><PictureOutlined /></span>}
      <Upload accept="image/jpeg,image/png,image/webp,image/gif" showUploadList={false} beforeUpload={send} disabled={busy}>
        <Button size="small" loading={busy} aria-label={`${value ? t('picture.replace') : t('picture.add')} ${label}`}>{value ? t('picture.replace') : t('picture.add')}</Button>
      </Upload>
      {value && !needed && <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={`${t('picture.remove')} ${label}`} onClick={() => onChange(undefined)} />}
    </div>
  );
}
