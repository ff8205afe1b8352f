import { DownloadOutlined, FilePdfOutlined, PlusOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { Button, Select, Tag } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KINDS, type Collector } from '@/api/collectors';
import { fileUrl } from '@/api/http';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { useTerms } from '@/features/useTerms';
import { formatCount } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { EmptyState } from '@/ui/States';
import type { Column } from '@/ui/table';
import { StatusTag } from '../StatusTag';
import { CollectorDrawer } from './CollectorDrawer';
import { CopyLink } from './CopyLink';
import { CreateDialog } from './CreateDialog';
import { SigningDialog } from './SigningDialog';
import styles from './collectors.module.css';

const PARAMS = { kind: param.oneOf(KINDS), collector: param.optional() };

/** Every way the survey reaches people: links, codes, embedding, tablets; made here, opened beside the list. */
export function CollectorsTab({ survey }: { survey: string }) {
  const { t } = useTranslation('collectors');
  const [scope] = useScope();
  const [{ kind, collector: open }, set] = useUrlState(PARAMS);
  const list = useCursorList<Collector>('/api/v1/surveys/{key}/collectors', { unit: scope.unit, kind }, { path: { key: survey } });
  const columns = useColumns();
  const onMove = (id: string | undefined): void => set({ collector: id }, { push: id !== undefined });
  return (
    <>
      <DataTable
        name="collectors"
        label={t('title')}
        toolbar={<Toolbar survey={survey} kind={kind} onKind={(next) => set({ kind: next })} />}
        columns={columns}
        rows={list.rows}
        rowKey={(collector) => String(collector.id)}
        error={list.error}
        onRetry={() => void list.refetch()}
        paging={list.paging}
        onOpen={(collector) => onMove(String(collector.id))}
        openKey={open}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
      <CollectorDrawer openId={open} ids={(list.rows ?? []).map((row) => String(row.id))} onMove={onMove} />
    </>
  );
}

function useColumns(): Column<Collector>[] {
  const { t } = useTranslation('collectors');
  const terms = useTerms();
  const language = useLanguage();
  return [
    { key: 'unit', title: t('column.unit'), render: (collector) => <><strong>{collector.unit.name}</strong> <span className={styles.muted}>{collector.unit.code}</span></> },
    { key: 'kind', title: t('column.kind'), render: (collector) => <>{t(`kind.${collector.kind}`, { defaultValue: collector.kind })} {collector.name && <span className={styles.muted}>{collector.name}</span>}</> },
    { key: 'answers', title: t('column.answers'), align: 'right', render: (collector) => (collector.answer_limit === null ? formatCount(collector.answers) : t('ofLimit', { answers: formatCount(collector.answers), limit: formatCount(collector.answer_limit) })) },
    { key: 'channel', title: t('column.channel'), render: (collector) => terms.channel(collector.channel) },
    { key: 'touchpoint', title: t('column.touchpoint'), render: (collector) => collector.touchpoint && (language === 'en' ? collector.touchpoint.name_en : collector.touchpoint.name_zh) },
    { key: 'status', title: t('column.status'), render: (collector) => <><StatusTag status={collector.status} /> <AttackTag collector={collector} /></> },
    { key: 'link', title: t('column.link'), render: (collector) => <CopyLink url={collector.short_url ?? collector.url} /> },
  ];
}

/** Says when a link is under attack, or asks everybody for work. */
function AttackTag({ collector }: { collector: Collector }) {
  const { t } = useTranslation('collectors');
  const attacked = collector.attacked_until !== null && dayjs(collector.attacked_until).isAfter(dayjs());
  if (collector.proof === 'on') return <Tag color="gold">{t('guarded')}</Tag>;
  return attacked ? <Tag color="red">{t(collector.proof === 'off' ? 'attackedOpen' : 'attacked')}</Tag> : null;
}

interface ToolbarProps {
  survey: string;
  kind: (typeof KINDS)[number] | undefined;
  onKind: (kind: (typeof KINDS)[number] | undefined) => void;
}

function Toolbar({ survey, kind, onKind }: ToolbarProps) {
  const { t } = useTranslation('collectors');
  const { can } = useSession();
  const [scope] = useScope();
  const language = useLanguage();
  const [creating, setCreating] = useState(false);
  const [signing, setSigning] = useState(false);
  return (
    <>
      {can('survey.write') && <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>{t('create.label')}</Button>}
      <Select allowClear style={{ width: 128 }} placeholder={t('column.kind')} aria-label={t('column.kind')} value={kind} onChange={onKind} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      <Button icon={<DownloadOutlined />} href={fileUrl(`/surveys/${survey}/qr.zip`, { unit: scope.unit })}>{t('zip')}</Button>
      <Button icon={<FilePdfOutlined />} href={fileUrl(`/surveys/${survey}/posters.pdf`, { unit: scope.unit, language })}>{t('posters')}</Button>
      {can('survey.write') && <Button icon={<SafetyCertificateOutlined />} onClick={() => setSigning(true)}>{t('signing.label')}</Button>}
      {signing && <SigningDialog survey={survey} onDone={() => setSigning(false)} />}
      {creating && <CreateDialog survey={survey} onDone={() => setCreating(false)} />}
    </>
  );
}
