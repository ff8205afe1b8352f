import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatAgo, formatFull } from '@/format/time';
import { useLanguage } from '@/i18n';
import { cutByMentions, type Mention } from './highlight';
import { POLARITY_SIGNS, RatingTag, ScoreTag } from './ScoreTag';
import styles from './Verbatim.module.css';

export interface VerbatimData {
  id: string;
  text: string | null;
  mentions: Mention[];
  nps?: number | null;
  rating?: number | null;
  unit: string;
  channel: string;
  at: string;
  customer?: string | null;
  flags?: string[];
  ticket?: string | null;
}

/** The words with each mention marked by polarity; the topic's name is its title. */
export function MarkedText({ text, mentions, topicName }: { text: string; mentions: Mention[]; topicName: (topic: string) => string }) {
  return (
    <>
      {cutByMentions(text, mentions).map((piece, index) =>
        piece.mention ? (
          <mark key={index} className={`${styles.mark} ${styles[piece.mention.polarity]}`} title={topicName(piece.mention.topic)}>
            <span className={styles.sign} aria-hidden="true">{POLARITY_SIGNS[piece.mention.polarity]}</span>
            {piece.text}
          </mark>
        ) : (
          <span key={index}>{piece.text}</span>
        ),
      )}
    </>
  );
}

interface VerbatimProps {
  voice: VerbatimData;
  topicName: (topic: string) => string;
  onOpen?: () => void;
  active?: boolean;
  extra?: ReactNode;
}

/** One customer voice: score, words, where and when it was said, what became of it. */
export function Verbatim({ voice, topicName, onOpen, active, extra }: VerbatimProps) {
  const { t } = useTranslation('ui');
  return (
    <article className={`${styles.voice} ${active ? styles.active : ''} ${onOpen ? styles.clickable : ''}`} onClick={onOpen}>
      <header className={styles.head}>
        {voice.nps != null && <ScoreTag score={voice.nps} />}
        {voice.rating != null && <RatingTag rating={voice.rating} />}
        {onOpen ? <OpenButton unit={voice.unit} onOpen={onOpen} /> : <span className={styles.unit}>{voice.unit}</span>}
        <VoiceTime at={voice.at} />
      </header>
      {voice.text && <p className={styles.words}><MarkedText text={voice.text} mentions={voice.mentions} topicName={topicName} /></p>}
      <footer className={styles.foot}>
        <span>{voice.channel}</span>
        {!voice.text && <span>{t('verbatim.noText')}</span>}
        {voice.customer && <span>{voice.customer}</span>}
        {voice.flags?.map((flag) => <span key={flag} className={styles.flag}>⚑ {flag}</span>)}
        {voice.ticket && <span className={styles.ticket}>{voice.ticket}</span>}
        {extra}
      </footer>
    </article>
  );
}

function OpenButton({ unit, onOpen }: { unit: string; onOpen: () => void }) {
  const open = (event: React.MouseEvent): void => {
    event.stopPropagation();
    onOpen();
  };
  return (
    <button type="button" className={`plain-button ${styles.unit}`} onClick={open}>
      {unit}
    </button>
  );
}

function VoiceTime({ at }: { at: string }) {
  const language = useLanguage();
  return (
    <time className={styles.time} dateTime={at} title={formatFull(at)}>
      {formatAgo(at, language)}
    </time>
  );
}
