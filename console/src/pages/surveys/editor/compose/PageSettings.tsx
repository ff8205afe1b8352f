import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Input, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { startTest, subjectsBefore, subjectsThrough } from '../logic/subjects';
import { toLogic } from '../logic/toLogic';
import { wordsOf, type Definition, type Jump, type Page } from '../model/definition';
import { findPage } from '../model/find';
import { Field, NumberField, Pair, SwitchField } from '../parts/Field';
import { inLanguage } from '../parts/words';
import { RuleField } from '../rules/RuleField';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import type { Subject } from '../types/kind';
import type { Selection } from '../useSelection';
import styles from './compose.module.css';
import { useTargetName } from './useOwnerName';

/** A page: when it is shown, where it leads, whether it is repeated or one side of a test. */
export function PageSettings({ page: key, selection }: { page: string; selection: Selection }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const definition = useWhole();
  const change = useChange();
  const subjects = useMemo(() => subjectsBefore(definition, { part: 'page', key }, language), [definition, key, language]);
  const page = findPage(definition, key);
  if (!page) return null;
  const at = definition.pages.indexOf(page);
  const set = (patch: Partial<Page>, tag?: string): void => change({ do: 'setPage', page: key, patch }, tag && `page ${key} ${tag}`);
  return (
    <div className={styles.form}>
      <div className={styles.typeHead}><strong>{t('page.settings', { n: at + 1 })}</strong></div>
      <Field label={t('page.title')}>{(labelId) => <Input aria-labelledby={labelId} placeholder={t('page.nth', { n: at + 1 })} value={wordsOf(page.title, language)} onChange={(event) => set({ title: inLanguage(page.title, language, event.target.value) }, 'title')} />}</Field>
      <RuleField label={t('show.label')} without={t('show.always')} within={t('show.rule')} rule={page.show_if} subjects={subjects} onChange={(show_if) => set({ show_if }, 'show_if')} />
      <Jumps definition={definition} page={page} set={set} />
      <SwitchField label={t('page.random')} checked={page.order === 'random'} onChange={(on) => set({ order: on ? 'random' : undefined })} />
      <SwitchField label={t('page.loop')} help={t('page.loopHelp')} checked={page.loop !== undefined} onChange={(on) => set({ loop: on ? { over: 'order.items' } : undefined })} />
      <SwitchField label={t('page.ab')} help={t('page.abHelp')} checked={page.ab !== undefined} onChange={(on) => set({ ab: on ? { group: 'test', arm: 'A', weight: 1 } : undefined })} />
      {page.ab && <Arm ab={page.ab} onChange={(ab) => set({ ab }, 'ab')} />}
      <div className={styles.pageActs}>
        <Button size="small" icon={<PlusOutlined />} onClick={() => change({ do: 'addPage', at: at + 1 })}>{t('page.addAfter')}</Button>
        <Button size="small" icon={<DeleteOutlined />} disabled={definition.pages.length === 1} onClick={() => { selection.selectPage(definition.pages[at - 1]?.key ?? definition.pages[1]!.key); change({ do: 'removePage', page: key }); }}>{t('page.remove')}</Button>
      </div>
      {page.questions.length > 0 && definition.pages.length > 1 && <p className={styles.hint}>{t('page.removeHint')}</p>}
    </div>
  );
}

function Arm({ ab, onChange }: { ab: NonNullable<Page['ab']>; onChange: (ab: NonNullable<Page['ab']>) => void }) {
  const { t } = useTranslation('editor');
  return (
    <>
      <Pair>
        <Field label={t('page.abGroup')}>{(labelId) => <Input aria-labelledby={labelId} value={ab.group} onChange={(event) => onChange({ ...ab, group: event.target.value })} />}</Field>
        <Field label={t('page.abArm')}>{(labelId) => <Input aria-labelledby={labelId} value={ab.arm} onChange={(event) => onChange({ ...ab, arm: event.target.value })} />}</Field>
      </Pair>
      <NumberField label={t('page.abWeight')} min={1} max={1000} value={ab.weight} onChange={(weight) => onChange({ ...ab, weight: weight ?? 1 })} />
    </>
  );
}

function Jumps({ definition, page, set }: { definition: Definition; page: Page; set: (patch: Partial<Page>, tag?: string) => void }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const subjects = useMemo(() => subjectsThrough(definition, page.key, language), [definition, page.key, language]);
  const targets = useTargets(definition, page);
  const jumps = page.next ?? [];
  const put = (next: Jump[], tag?: string): void => set({ next: next.length ? next : undefined }, tag);
  return (
    <Field label={t('jump.label')} help={targets.length ? t('jump.help') : t('jump.noTarget')}>
      {() => (
        <div className={styles.jumps}>
          {jumps.map((jump, at) => <JumpRow key={at} jump={jump} n={at + 1} targets={targets} subjects={subjects} onChange={(next) => put(jumps.with(at, next), `jump ${at}`)} onRemove={() => put(jumps.toSpliced(at, 1))} />)}
          <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={!targets.length} onClick={() => put([...jumps, firstJump(subjects, targets[0]!.value)])}>{t('jump.add')}</Button>
        </div>
      )}
    </Field>
  );
}

function firstJump(subjects: Subject[], to: string): Jump {
  const subject = subjects.findLast((each) => !each.of.startsWith('calc.'));
  const rule = subject && toLogic(startTest(subject));
  return rule === undefined ? { if: true, to } : { if: rule, to };
}

interface Target {
  value: string;
  label: string;
}

/** Later pages and the survey's ends: jumps only lead forward. */
function useTargets(definition: Definition, page: Page): Target[] {
  const targetName = useTargetName(definition);
  const later = definition.pages.slice(definition.pages.indexOf(page) + 1).map((each) => each.key);
  return [...later, ...(definition.ends ?? []).map((end) => `end:${end.key}`)].map((value) => ({ value, label: targetName(value) }));
}

function JumpRow({ jump, n, targets, subjects, onChange, onRemove }: { jump: Jump; n: number; targets: Target[]; subjects: Subject[]; onChange: (jump: Jump) => void; onRemove: () => void }) {
  const { t } = useTranslation('editor');
  const known = targets.some((target) => target.value === jump.to);
  return (
    <div className={styles.jump}>
      <RuleField label={t('jump.when', { n })} without={t('jump.always')} within={t('jump.rule')} rule={jump.if} subjects={subjects} onChange={(rule) => onChange({ ...jump, if: rule ?? true })} />
      <div className={styles.jumpTo}>
        <Select size="small" aria-label={t('jump.to')} status={known ? undefined : 'error'} prefix="→" value={jump.to} onChange={(to) => onChange({ ...jump, to })} options={known ? targets : [...targets, { value: jump.to, label: t('jump.gone') }]} />
        <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('jump.remove', { n })} onClick={onRemove} />
      </div>
    </div>
  );
}
