import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Feedback } from '@/api/feedback';
import { useTopicName } from '@/api/metrics';
import { useTerms } from '@/features/useTerms';
import { useLanguage } from '@/i18n';
import { useListKeys } from '@/ui/useListKeys';
import { Verbatim } from '@/ui/Verbatim';
import { toVoice } from './toVoice';
import { useHeldList } from './useHeldList';
import styles from './voices.module.css';

interface VoiceListProps {
  items: Feedback[] | undefined;
  /** Says which list this is; another one may replace what is shown at once. */
  filter: string;
  openId: string | undefined;
  onOpen: (id: string) => void;
  empty: ReactNode;
}

/** Voices, newest first; those that arrive while the reader is over the list announce themselves above it. */
export function VoiceList({ items, filter, openId, onOpen, empty }: VoiceListProps) {
  const { t } = useTranslation('voices');
  const language = useLanguage();
  const topicName = useTopicName(language);
  const terms = useTerms();
  const [over, setOver] = useState(false);
  const { shown, waiting, show } = useHeldList(items, (voice) => String(voice.id), over, filter);
  const [active, setActive] = useState<string>();
  useListKeys((shown ?? []).map((voice) => String(voice.id)), active, setActive, onOpen);
  if (shown?.length === 0 && waiting === 0) return <>{empty}</>;
  return (
    <div className={styles.list} onMouseEnter={() => setOver(true)} onMouseLeave={() => setOver(false)}>
      <div aria-live="polite" className={styles.announce}>
        {waiting > 0 && <Button size="small" type="primary" onClick={show}>{t('list.waiting', { n: waiting })}</Button>}
      </div>
      {shown?.map((voice) => {
        const id = String(voice.id);
        return <Verbatim key={id} voice={toVoice(voice, terms)} topicName={topicName} active={id === (openId ?? active)} onOpen={() => onOpen(id)} />;
      })}
    </div>
  );
}
