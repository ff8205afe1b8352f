import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useBatch } from '@/api/invitations';
import { useSession } from '@/api/session';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { ErrorState } from '@/ui/States';
import { BatchForm } from './BatchForm';
import { BatchProgress } from './BatchProgress';

interface BatchDrawerProps {
  /** Undefined for a batch that is yet to be made. */
  id: string | undefined;
  ids: string[];
  onMove: (id: string | undefined) => void;
}

/** One batch: a form while it is a draft, then how it is going. */
export function BatchDrawer({ id, ids, onMove }: BatchDrawerProps) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { data, error, refetch } = useBatch(id);
  const draft = id === undefined || data?.state === 'draft' || data?.state === 'reading';
  return (
    <DetailDrawer openId={id ?? 'new'} ids={ids} title={data?.name ?? t('batch.add')} onMove={onMove} width={720}>
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : id !== undefined && !data ? <Skeleton active /> : draft && can('invitation.send') ? <BatchForm key={`${data?.id} ${data?.version}`} batch={data} onMade={onMove} /> : data && <BatchProgress batch={data} />}
    </DetailDrawer>
  );
}
