import { FileOutlined } from '@ant-design/icons';
import { Image } from 'antd';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import { Masked } from './Masked';
import styles from './SentFiles.module.css';

/** A file that came with an answer. `id` is null for those who may not see it. */
export interface SentFile {
  id: string | null;
  name: string;
  kind: string;
  bytes: number;
  is_picture: boolean;
}

/** Files of one answer: pictures small, larger when opened; documents by name, to be downloaded. */
export function SentFiles({ files }: { files: SentFile[] }) {
  const pictures = files.filter((file) => file.id && file.is_picture);
  const others = files.filter((file) => !file.id || !file.is_picture);
  return (
    <div className={styles.files}>
      {pictures.length > 0 && <Image.PreviewGroup>{pictures.map((file) => <Thumbnail key={file.id} file={file} />)}</Image.PreviewGroup>}
      {others.map((file, at) => <Document key={file.id ?? at} file={file} />)}
    </div>
  );
}

function Thumbnail({ file }: { file: SentFile }) {
  const { t } = useTranslation('ui');
  return (
    <figure className={styles.picture}>
      <Image src={fileUrl(`/uploads/${file.id}/thumbnail`)} alt={t('files.picture', { name: file.name })} width={96} height={96} className={file.kind === 'png' ? styles.drawing : undefined} loading="lazy" preview={{ src: fileUrl(`/uploads/${file.id}`) }} />
      <figcaption><a href={fileUrl(`/uploads/${file.id}`)} download={file.name} title={t('files.download', { name: file.name })}>{file.name}</a></figcaption>
    </figure>
  );
}

function Document({ file }: { file: SentFile }) {
  const { t } = useTranslation('ui');
  if (!file.id) return <Masked value={file.name} masked />;
  return (
    <a className={styles.document} href={fileUrl(`/uploads/${file.id}`)} download={file.name} title={t('files.download', { name: file.name })}>
      <FileOutlined aria-hidden="true" />
      <span>{file.name}</span>
      <small>{size(file.bytes)}</small>
    </a>
  );
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
