import { CopyOutlined, DownloadOutlined, QrcodeOutlined } from '@ant-design/icons';
import { App, Button, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileUrl } from '@/api/http';
import type { Collector } from '@/api/surveys';
import { useCursorList } from '@/api/useCursorList';
import { useTerms } from '@/features/useTerms';
import { formatCount } from '@/format/number';
import { useScope } from '@/state/useScope';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { StatusTag } from './StatusTag';
import styles from './surveys.module.css';

/** A link and a QR code for every store, singly or as a ZIP of the whole subtree. */
export function CollectorsTab({ survey }: { survey: string }) {
  const { t } = useTranslation('surveys');
  const [scope] = useScope();
  const list = useCursorList<Collector>('/api/v1/surveys/{key}/collectors', { unit: scope.unit }, { path: { key: survey } });
  const [shown, setShown] = useState<Collector>();
  const columns = useColumns(setShown);
  return (
    <>
      <DataTable
        name="collectors"
        label={t('collectors')}
        toolbar={<Button icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/qr.zip`, { unit: scope.unit })}>{t('zip')}</Button>}
        columns={columns}
        rows={list.rows}
        rowKey={(collector) => String(collector.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        paging={list.paging}
        empty={<EmptyState title={t('noCollectors.title')} hint={t('noCollectors.hint')} />}
      />
      <QrDialog collector={shown} onClose={() => setShown(undefined)} />
    </>
  );
}

function useColumns(show: (collector: Collector) => void): Column<Collector>[] {
  const { t } = useTranslation('surveys');
  const terms = useTerms();
  return [
    { key: 'unit', title: t('column.unit'), render: (collector) => <><strong>{collector.unit.name}</strong> <span className={styles.muted}>{collector.unit.code}</span></> },
    { key: 'answers', title: t('column.answers'), align: 'right', render: (collector) => formatCount(collector.answers) },
    { key: 'channel', title: t('column.channel'), render: (collector) => terms.channel(collector.channel) },
    { key: 'status', title: t('column.status'), render: (collector) => <StatusTag status={collector.status} /> },
    { key: 'link', title: t('column.link'), render: (collector) => <LinkCell url={collector.url} /> },
    { key: 'qr', title: t('column.qr'), render: (collector) => <Button type="text" size="small" icon={<QrcodeOutlined />} aria-label={t('showQr', { unit: collector.unit.name })} onClick={() => show(collector)} /> },
  ];
}

function LinkCell({ url }: { url: string }) {
  const { t } = useTranslation('surveys');
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url);
    void message.success(t('copied'));
  };
  return (
    <span className={styles.link}>
      <a href={url} target="_blank" rel="noreferrer">{url.replace(/^https?:\/\//, '')}</a>
      <Tooltip title={t('copy')}><Button type="text" size="small" icon={<CopyOutlined />} aria-label={t('copy')} onClick={() => void copy()} /></Tooltip>
    </span>
  );
}

function QrDialog({ collector, onClose }: { collector: Collector | undefined; onClose: () => void }) {
  const { t } = useTranslation('surveys');
  const file = (kind: 'png' | 'svg'): string => fileUrl(`/collectors/${collector?.id}/qr.${kind}`);
  return (
    <Modal open={collector !== undefined} onCancel={onClose} footer={null} width={360} title={collector?.unit.name}>
      {collector && (
        <div className={styles.qr}>
          <img src={file('svg')} alt={t('qrOf', { unit: collector.unit.name })} width={240} height={240} />
          <div className={styles.row}>
            <Button href={file('png')} download={`${collector.unit.code}.png`}>PNG</Button>
            <Button href={file('svg')} download={`${collector.unit.code}.svg`}>SVG</Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
