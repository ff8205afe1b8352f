import { Button } from 'antd';
import { Fragment, useMemo, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { shadesOf } from '../model/contrast';
import { findPage } from '../model/find';
import { InlineWords } from '../parts/InlineWords';
import { useSpell } from '../rules/useRuleWords';
import { useChange, useDefinition, useWhole } from '../state/useEditor';
import type { Selection } from '../useSelection';
import { AddQuestion } from './AddQuestion';
import styles from './canvas.module.css';
import { InsertLine } from './InsertLine';
import { QuestionCard } from './QuestionCard';
import { useTargetName } from './useOwnerName';

interface CanvasProps {
  selection: Selection;
  /** Where the settings are on a pane of their own. */
  onSettings?: () => void;
}

/** One page as respondents will see it; every word is written where it stands. */
export function Canvas({ selection, onSettings }: CanvasProps) {
  const { t } = useTranslation('editor');
  const color = useDefinition((definition) => definition.theme?.color ?? definition.color ?? '');
  const page = useDefinition((definition) => findPage(definition, selection.page));
  const shades = useMemo(() => shadesOf(color), [color]);
  if (!page) return <div className={styles.canvas} />;
  const brand = { '--brand': shades.brand, '--brand-deep': shades.deep, '--brand-tint': shades.tint, '--brand-line': shades.line } as CSSProperties;
  return (
    <section className={styles.canvas} style={brand} aria-label={t('pane.page')}>
      <div className={styles.paper}>
        <Head page={page.key} />
        <PageLogic page={page.key} />
        <div className={styles.cards}>
          {page.questions.map((question, at) => (
            <Fragment key={question.key}>
              {at > 0 && <InsertLine spot={{ page: page.key, at }} selection={selection} />}
              <QuestionCard question={question.key} at={at} selection={selection} chosen={question.key === selection.question} onSettings={onSettings} />
            </Fragment>
          ))}
          {!page.questions.length && <p className={styles.empty}>{t('page.empty')}</p>}
          <AddQuestion selection={selection} page={page.key} />
        </div>
        <Foot page={page.key} selection={selection} />
      </div>
    </section>
  );
}

/** The survey's name and greeting on the first page; later pages have titles of their own. */
function Head({ page: key }: { page: string }) {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const change = useChange();
  const at = definition.pages.findIndex((page) => page.key === key);
  const page = definition.pages[at]!;
  const count = definition.pages.length;
  return (
    <header className={styles.head}>
      {at === 0 ? (
        <>
          <h2><InlineWords words={definition.title} label={t('face.surveyTitle')} onChange={(title) => change({ do: 'setSurvey', patch: { title: title ?? {} } }, 'title')} /></h2>
          <p><InlineWords lines words={definition.intro} label={t('face.intro')} onChange={(intro) => change({ do: 'setSurvey', patch: { intro } }, 'intro')} /></p>
        </>
      ) : (
        <h2><InlineWords words={page.title} label={t('face.pageTitle')} onChange={(title) => change({ do: 'setPage', page: key, patch: { title } }, `page ${key}`)} /></h2>
      )}
      {count > 1 && definition.theme?.progress !== false && (
        <div className={styles.progress} aria-hidden="true"><i><b style={{ width: `${((at + 1) / count) * 100}%` }} /></i>{at + 1} / {count}</div>
      )}
    </header>
  );
}

/** When the page is shown, in words. */
function PageLogic({ page: key }: { page: string }) {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const spell = useSpell(definition);
  const page = findPage(definition, key)!;
  const notes = [
    page.show_if !== undefined && t('page.shownIf', { rule: spell(page.show_if) }),
    page.loop && t('page.loops'),
    page.ab && t('page.inArm', { arm: page.ab.arm }),
    page.order === 'random' && t('page.shuffled'),
  ].filter(Boolean);
  return notes.length ? <ul className={styles.notes}>{notes.map((note) => <li key={String(note)}>{note}</li>)}</ul> : null;
}

function Foot({ page: key, selection }: { page: string; selection: Selection }) {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const change = useChange();
  const spell = useSpell(definition);
  const targetName = useTargetName(definition);
  const at = definition.pages.findIndex((page) => page.key === key);
  const [before, after] = [definition.pages[at - 1], definition.pages[at + 1]];
  const jumps = definition.pages[at]?.next ?? [];
  return (
    <footer className={styles.foot}>
      <div className={styles.go} aria-hidden="true">{t(after ? 'face.next' : 'face.submit')}</div>
      {jumps.length > 0 && <ul className={styles.notes}>{jumps.map((jump, row) => <li key={row}>{t('jump.line', { rule: spell(jump.if), to: targetName(jump.to) })}</li>)}</ul>}
      {!after && (
        <div className={styles.thanks}>
          <span className={styles.thanksLabel}>{t('face.thanksLabel')}</span>
          <InlineWords lines words={definition.thanks} label={t('face.thanks')} onChange={(thanks) => change({ do: 'setSurvey', patch: { thanks } }, 'thanks')} />
        </div>
      )}
      <div className={styles.turn}>
        <Button size="small" type="text" disabled={!before} onClick={() => before && selection.selectPage(before.key)}>← {t('page.before')}</Button>
        <span>{t('page.of', { n: at + 1, count: definition.pages.length })}</span>
        <Button size="small" type="text" disabled={!after} onClick={() => after && selection.selectPage(after.key)}>{t('page.after')} →</Button>
      </div>
    </footer>
  );
}
