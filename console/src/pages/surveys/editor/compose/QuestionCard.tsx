import { LockOutlined } from '@ant-design/icons';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question } from '../model/definition';
import { Held, useHeld } from '../parts/Held';
import { InlineWords } from '../parts/InlineWords';
import { useSpell } from '../rules/useRuleWords';
import { useEditor, useQuestion, useSetQuestion, useWhole } from '../state/useEditor';
import { kindOf } from '../types/registry';
import type { Selection } from '../useSelection';
import { CardTools } from './CardTools';
import styles from './canvas.module.css';
import { useNear } from './useNear';

interface QuestionCardProps {
  question: string;
  at: number;
  chosen: boolean;
  selection: Selection;
  onSettings?: () => void;
}

/** Cards far below what can be seen are drawn when they come near. */
const DRAWN_AT_ONCE = 12;

export function QuestionCard({ question: key, at, chosen, selection, onSettings }: QuestionCardProps) {
  const { t } = useTranslation('editor');
  const card = useRef<HTMLElement>(null);
  const held = useHeld(key);
  const near = useNear(card, chosen || at < DRAWN_AT_ONCE);
  useEffect(() => {
    if (chosen && !card.current?.contains(document.activeElement)) card.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const choose = (): void => {
    if (!chosen) selection.selectQuestion(key);
  };
  return (
    <article ref={card} data-question={key} className={`${styles.card} ${chosen ? styles.chosen : ''}`} aria-label={t('card.nth', { n: at + 1 })} onFocus={choose} onClick={choose}>
      <Held question={key}>
        {held && <div className={styles.held}><LockOutlined /> {t('held.label')}</div>}
        {near && <CardBody question={key} />}
        {chosen && <CardTools question={key} selection={selection} card={card} onSettings={onSettings} />}
      </Held>
    </article>
  );
}

const CardBody = memo(function CardBody({ question: key }: { question: string }) {
  const { t } = useTranslation('editor');
  const question = useQuestion(key);
  const set = useSetQuestion(key);
  if (!question) return null;
  const kind = kindOf(question.type);
  return (
    <>
      {question.show_if !== undefined && <ShownIf rule={question.show_if} />}
      <div className={styles.title}>
        <InlineWords words={question.title} label={t('face.title')} onChange={(title) => set({ title: title ?? {} }, 'title')} />
        {!kind?.silent && question.required !== true && <small>{t(question.required ? 'face.sometimes' : 'face.optional')}</small>}
      </div>
      <Hint question={question} set={set} />
      {kind ? <kind.Face question={question} set={set} /> : <p className={styles.unknown}>{t('type.unknown', { type: question.type })}</p>}
      {question.note && <p className={styles.note}>{question.note}</p>}
    </>
  );
});

function Hint({ question, set }: { question: Question; set: ReturnType<typeof useSetQuestion> }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  if (locked && !question.hint) return null;
  return <div className={question.hint ? styles.hint : styles.noHint}><InlineWords lines words={question.hint} label={t('face.hint')} onChange={(hint) => set({ hint }, 'hint')} /></div>;
}

function ShownIf({ rule }: { rule: unknown }) {
  const { t } = useTranslation('editor');
  const spell = useSpell(useWhole());
  return <div className={styles.shownIf}>{t('face.shownIf', { rule: spell(rule) })}</div>;
}
