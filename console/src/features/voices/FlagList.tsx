import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReverseFlag, type FeedbackDetail, type Flag } from '@/api/feedback';
import { useSession } from '@/api/session';
import { useTerms } from '@/features/useTerms';
import { spellEvidence } from './evidence';
import styles from './voices.module.css';

/** Doubts about authenticity with their evidence; a person may reverse one with a reason. */
export function FlagList({ voice }: { voice: FeedbackDetail }) {
  const { t } = useTranslation('voices');
  const terms = useTerms();
  const { can } = useSession();
  const [asked, setAsked] = useState<Flag>();
  if (voice.flags.length === 0) return null;
  return (
    <section className={styles.section}>
      <h3>{t('flags.title')} {voice.excluded && <span className={styles.muted}>{t('flags.excluded')}</span>}</h3>
      <div className={styles.flags}>
        {voice.flags.map((flag) => (
          <div key={flag.id} className={`${styles.flag} ${flag.reversed ? styles.reversed : ''}`}>
            <div>
              <strong>⚑ {terms.flag(flag.kind)}</strong> <span className={styles.muted}>{t('flags.weight', { weight: flag.weight })}</span>
              <div className={styles.muted}>{spellEvidence(flag.kind, flag.evidence, t)}</div>
              {flag.reversed && <div>{t('flags.reversedBecause', { reason: flag.reversed_reason })}</div>}
            </div>
            {!flag.reversed && <Button size="small" disabled={!can('flags.reverse')} title={can('flags.reverse') ? undefined : t('flags.mayNot')} onClick={() => setAsked(flag)}>{t('flags.reverse')}</Button>}
          </div>
        ))}
      </div>
      {asked && <ReverseDialog voice={voice} flag={asked} onDone={() => setAsked(undefined)} />}
    </section>
  );
}

function ReverseDialog({ voice, flag, onDone }: { voice: FeedbackDetail; flag: Flag; onDone: () => void }) {
  const { t } = useTranslation('voices');
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const reverse = useReverseFlag(voice.id);
  const submit = (): void =>
    reverse.mutate({ flag: flag.id, reason: reason.trim() }, { onSuccess: onDone, onError: (error) => void message.error(error.message) });
  return (
    <Modal open title={t('flags.reverseTitle')} okText={t('flags.reverse')} okButtonProps={{ disabled: reason.trim().length < 2, loading: reverse.isPending }} onOk={submit} onCancel={onDone}>
      <Input.TextArea autoFocus rows={3} maxLength={300} showCount value={reason} onChange={(event) => setReason(event.target.value)} placeholder={t('flags.reason')} aria-label={t('flags.reason')} />
    </Modal>
  );
}
