import { FilePdfOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShorten, type Collector } from '@/api/collectors';
import { fileUrl } from '@/api/http';
import { useSession } from '@/api/session';
import { useLanguage } from '@/i18n';
import { CopyLink } from './CopyLink';
import styles from './collectors.module.css';

/** The address in its forms: to copy, short, as a code, as a poster. */
export function LinkSection({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const { message } = App.useApp();
  const language = useLanguage();
  const shorten = useShorten(collector.id);
  const file = (name: string): string => fileUrl(`/collectors/${collector.id}/${name}`, name.endsWith('pdf') ? { language } : {});
  return (
    <section className={styles.section}>
      <CopyLink url={collector.url} />
      {collector.short_url ? <CopyLink url={collector.short_url} /> : can('survey.write') && <Button size="small" loading={shorten.isPending} onClick={() => shorten.mutate(undefined, { onError: (error) => void message.error(error.message) })}>{t('shorten')}</Button>}
      <img className={styles.qr} src={file('qr.svg')} alt={t('qrOf', { unit: collector.unit.name })} width={200} height={200} />
      <div className={styles.row}>
        <Button href={file('qr.png')} download={`${collector.unit.code}.png`}>PNG</Button>
        <Button href={file('qr.svg')} download={`${collector.unit.code}.svg`}>SVG</Button>
        <Button icon={<FilePdfOutlined />} href={file('poster.pdf')}>{t('poster')}</Button>
      </div>
    </section>
  );
}
