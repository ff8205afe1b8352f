import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { directionOf, formatCount, formatDelta, formatInterval, formatValue, type Language } from '@/format/number';
import { useLanguage } from '@/i18n';
import type { FigureChange, FigureMeaning, FigureValue } from './figure';
import styles from './Figure.module.css';

interface FigureProps extends FigureMeaning {
  figure: FigureValue;
  size?: 'large' | 'normal' | 'inline';
  onDrill?: () => void;
}

/** A metric's value with n, interval, comparison and definition; a click opens what lies under it. */
export function Figure({ figure, size = 'normal', onDrill, ...meaning }: FigureProps) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const shown = figure.lowSample ? null : figure.value;
  const body = (
    <span className={`${styles.figure} ${styles[size]}`}>
      <span className={shown === null ? styles.withheld : styles.value}>
        {figure.lowSample ? t('figure.lowSample') : formatValue(shown, meaning.unit, language)}
      </span>
      <FigureNotes figure={figure} meaning={meaning} language={language} />
    </span>
  );
  return (
    <Tooltip title={meaning.definition && <Definition {...meaning} />}>
      {onDrill ? <DrillButton label={meaning.label} onDrill={onDrill}>{body}</DrillButton> : <span>{body}</span>}
    </Tooltip>
  );
}

function DrillButton({ label, onDrill, children, ...rest }: { label?: string; onDrill: () => void; children: ReactNode }) {
  const { t } = useTranslation('ui');
  return (
    <button type="button" className={`plain-button ${styles.drill}`} onClick={onDrill} {...rest}>
      {children}
      <span className="visually-hidden">{t('figure.drill', { label: label ?? '' })}</span>
    </button>
  );
}

function Definition({ label, definition }: FigureMeaning) {
  const { t } = useTranslation('ui');
  return (
    <span>
      {label && <strong>{t('figure.definitionOf', { label })}</strong>} {definition}
    </span>
  );
}

function FigureNotes({ figure, meaning, language }: { figure: FigureValue; meaning: FigureMeaning; language: Language }) {
  const { t } = useTranslation('ui');
  const { low, high } = figure;
  return (
    <span className={styles.notes}>
      {!figure.lowSample && figure.change && <Change change={figure.change} meaning={meaning} />}
      {!figure.lowSample && low != null && high != null && (
        <span title={t('figure.interval')}>{formatInterval(low, high, meaning.unit, language)}</span>
      )}
      <span>n={formatCount(figure.respondents ?? figure.n)}</span>
      {figure.respondents != null && <span>{t('figure.ratings', { n: formatCount(figure.n) })}</span>}
      {!figure.lowSample && figure.authentic && <Authentic figure={figure} meaning={meaning} language={language} />}
      {figure.partial && <span>{t('figure.partial')}</span>}
    </span>
  );
}

/** The second figure where some answers are doubted: both are shown, and the reader sees what the doubt is worth. */
function Authentic({ figure, meaning, language }: { figure: FigureValue; meaning: FigureMeaning; language: Language }) {
  const { t } = useTranslation('ui');
  const { value, n } = figure.authentic!;
  return <span title={t('figure.authenticHint', { n: formatCount(figure.n - n) })}>{t('figure.authentic', { value: formatValue(value, meaning.unit, language) })}</span>;
}

function toneOf(change: FigureChange, better: FigureMeaning['better']): string | undefined {
  if (!change.significant || better === 'neither') return styles.flat;
  return change.delta > 0 === (better !== 'down') ? styles.good : styles.bad;
}

/** The difference with the period compared: arrow, size, and whether it is more than chance. */
export function Change({ change, meaning }: { change: FigureChange; meaning: FigureMeaning }) {
  const { t } = useTranslation('ui');
  const language = useLanguage();
  const arrow = { '-1': '↓', 0: '→', 1: '↑' }[directionOf(change.delta, meaning.unit)];
  const significance = change.significant === null ? '' : t(change.significant ? 'figure.significant' : 'figure.notSignificant');
  return (
    <Tooltip title={significance}>
      <span className={toneOf(change, meaning.better)}>
        <span aria-hidden="true">{arrow}</span> {t(`figure.against.${change.against}`)} {formatDelta(change.delta, meaning.unit, language)}
        {change.significant === false && <span className={styles.mark} aria-hidden="true"> ≈</span>}
        <span className="visually-hidden">{significance}</span>
      </span>
    </Tooltip>
  );
}
