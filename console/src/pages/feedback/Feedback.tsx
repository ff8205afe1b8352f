import { DownloadOutlined } from '@ant-design/icons';
import { Button, Skeleton, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { exportUrl, type Feedback as FeedbackItem } from '@/api/feedback';
import type { QueryParams } from '@/api/http';
import { useSession } from '@/api/session';
import { useCursorList } from '@/api/useCursorList';
import { AboutProducts } from '@/features/products/AboutProducts';
import { VoiceDetail } from '@/features/voices/VoiceDetail';
import { VoiceList } from '@/features/voices/VoiceList';
import { formatCount } from '@/format/number';
import { useScope } from '@/state/useScope';
import { useUrlState } from '@/state/useUrlState';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { PageHeader } from '@/ui/PageHeader';
import { Pages } from '@/ui/Pages';
import { EmptyState, ErrorState } from '@/ui/States';
import { Filters } from './Filters';
import { FEEDBACK_PARAMS, figureFilters, toFilter } from './params';

/** Every voice whatever its source, newest first. */
export default function Feedback() {
  const { t } = useTranslation('feedback');
  const { id } = useParams();
  const navigate = useNavigate();
  const { can } = useSession();
  const [scope] = useScope();
  const [values, set] = useUrlState(FEEDBACK_PARAMS);
  const filter = { unit: scope.unit, ...scope.range, ...toFilter(values) };
  const list = useCursorList<FeedbackItem>('/api/v1/feedback', filter, { every: 5000 });
  const open = values.open ?? id;
  const move = (next: string | undefined): void => (id ? void navigate(next ? `/feedback?open=${next}` : '/feedback') : set({ open: next }));
  return (
    <>
      <PageHeader title={t('title')} note={list.paging.total != null ? t('total', { n: formatCount(list.paging.total) }) : <>&nbsp;</>} actions={<ExportButton filter={filter} />} />
      <Filters values={values} set={set} />
      {values.topic && can('dashboard.read') && (
        <div style={{ marginBottom: 16 }}>
          <AboutProducts scope={scope} topic={values.topic} polarity={values.polarity} filters={figureFilters(values)} onPick={(product) => set({ product }, { push: true })} />
        </div>
      )}
      {list.error && !list.rows ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.rows ? (
        <VoiceList items={list.rows} filter={JSON.stringify([filter, list.paging.page])} openId={open} onOpen={(next) => set({ open: next }, { push: true })} empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />} />
      ) : (
        <Skeleton active paragraph={{ rows: 12 }} />
      )}
      {list.rows && list.rows.length > 0 && <Pages paging={list.paging} />}
      <DetailDrawer openId={open} ids={(list.rows ?? []).map((voice) => String(voice.id))} title={t('detail')} onMove={move}>
        {open && <VoiceDetail id={open} />}
      </DetailDrawer>
    </>
  );
}

function ExportButton({ filter }: { filter: QueryParams }) {
  const { t } = useTranslation('feedback');
  const { can } = useSession();
  const may = can('feedback.export');
  return (
    <Tooltip title={may ? undefined : t('export.mayNot')}>
      <Button icon={<DownloadOutlined />} disabled={!may} href={may ? exportUrl(filter) : undefined}>{t('export.label')}</Button>
    </Tooltip>
  );
}
