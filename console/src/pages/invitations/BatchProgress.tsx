import { App, Button, Descriptions, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { useContactRules, useFunnel, useMoveBatch, type Batch } from '@/api/invitations';
import { useSession } from '@/api/session';
import { wordsIn } from '@/api/surveys';
import { Bars } from '@/features/invitations/Bars';
import { FunnelBars } from '@/features/invitations/FunnelBars';
import { useInvitationTerms } from '@/features/invitations/useInvitationTerms';
import { formatInstant } from '@/format/time';
import { useLanguage } from '@/i18n';
import { StateTag } from './BatchList';
import { Narrowing } from './Narrowing';
import styles from './invitations.module.css';

const GOING = ['scheduled', 'planning', 'sending'];

/** A batch that has been started: how far its people are, why the others are not, and what may be done about it. */
export function BatchProgress({ batch }: { batch: Batch }) {
  const { t } = useTranslation('invitations');
  const language = useLanguage();
  const terms = useInvitationTerms();
  return (
    <>
      <Descriptions size="small" column={1} items={[
        { key: 'state', label: t('column.state'), children: <StateTag state={batch.state} /> },
        { key: 'survey', label: t('column.survey'), children: wordsIn(batch.survey.title, language) },
        { key: 'channels', label: t('field.channels'), children: batch.channels.map(terms.channel).join(' → ') },
        { key: 'at', label: t('column.at'), children: formatInstant(batch.starts_at ?? batch.created_at, language) },
      ]} />
      <section className={styles.section}><h3>{t('funnel.label')}</h3><FunnelBars funnel={batch.funnel} /></section>
      <Reasons batch={batch.id} going={GOING.includes(batch.state)} />
      {batch.preview && <Narrowing preview={batch.preview} />}
      <Acts batch={batch} />
    </>
  );
}

/** Why people of this batch were not reached. */
function Reasons({ batch, going }: { batch: string; going: boolean }) {
  const { t } = useTranslation('invitations');
  const rules = useContactRules().data;
  const terms = useInvitationTerms(rules?.fatigue);
  const found = useFunnel({ by: 'channel', batch }, going ? 5000 : undefined).data?.reasons ?? [];
  if (!found.length) return null;
  const rows = found.map((each) => ({ key: `${each.state} ${each.reason}`, label: each.reason && each.state === 'skipped' ? terms.rule(each.reason) : terms.state(each.state), value: each.number }));
  return <section className={styles.section}><h3>{t('funnel.reasons')}</h3><Bars label={t('funnel.reasons')} rows={rows} /></section>;
}

function Acts({ batch }: { batch: Batch }) {
  const { t } = useTranslation('invitations');
  const { can } = useSession();
  const { message } = App.useApp();
  const move = useMoveBatch();
  if (!can('invitation.send')) return null;
  const go = (step: 'pause' | 'resume' | 'cancel'): void => move.mutate({ id: batch.id, step }, { onError: (error) => void message.error(error.message) });
  const going = GOING.includes(batch.state);
  return (
    <div className={styles.acts}>
      {going && <Button loading={move.isPending} onClick={() => go('pause')}>{t('batch.pause')}</Button>}
      {batch.state === 'paused' && <Button type="primary" loading={move.isPending} onClick={() => go('resume')}>{t('batch.resume')}</Button>}
      {(going || batch.state === 'paused') && <Popconfirm title={t('batch.cancelHint')} okText={t('batch.cancel')} okButtonProps={{ danger: true }} onConfirm={() => go('cancel')}><Button danger>{t('batch.cancel')}</Button></Popconfirm>}
    </div>
  );
}
