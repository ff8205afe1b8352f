import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asGroup, emptyGroup, fromLogic, type Condition, type Group } from '../logic/condition';
import { startTest } from '../logic/subjects';
import { toLogic } from '../logic/toLogic';
import type { Rule } from '../model/definition';
import { useEditor } from '../state/useEditor';
import type { Subject } from '../types/kind';
import styles from './rules.module.css';
import { TestRow } from './TestRow';
import { readable } from './useRuleWords';

interface RuleEditorProps {
  rule: Rule | undefined;
  onChange: (rule: Rule | undefined) => void;
  /** What may be asked for here. */
  subjects: Subject[];
}

/** A rule as rows of words. A row that asks nothing yet stays here and is not part of the rule. */
export function RuleEditor({ rule, onChange, subjects }: RuleEditorProps) {
  const known = useMemo(() => new Map(subjects.map((subject) => [subject.of, subject])), [subjects]);
  const [group, setGroup] = useHeldGroup(rule, known);
  const change = (next: Group): void => {
    const logic = toLogic(next);
    setGroup(next, logic);
    onChange(logic);
  };
  return <GroupRows group={group} onChange={change} subjects={subjects} known={known} />;
}

const read = (rule: Rule | undefined, known: Map<string, Subject>): Group => (rule === undefined || rule === null ? emptyGroup() : asGroup(readable(fromLogic(rule), known)));

/** The rows as they are being written; read anew when the rule changes from elsewhere (undo, another question). */
function useHeldGroup(rule: Rule | undefined, known: Map<string, Subject>): [Group, (group: Group, logic: Rule | undefined) => void] {
  const [held, setHeld] = useState(() => ({ logic: rule, group: read(rule, known) }));
  const current = JSON.stringify(held.logic) === JSON.stringify(rule) ? held : { logic: rule, group: read(rule, known) };
  if (current !== held) setHeld(current);
  return [current.group, (group, logic) => setHeld({ logic, group })];
}

interface GroupProps {
  group: Group;
  onChange: (group: Group) => void;
  onRemove?: () => void;
  subjects: Subject[];
  known: Map<string, Subject>;
}

function GroupRows({ group, onChange, onRemove, subjects, known }: GroupProps) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const put = (at: number, part: Condition): void => onChange({ ...group, parts: group.parts.with(at, part) });
  const drop = (at: number): void => onChange({ ...group, parts: group.parts.toSpliced(at, 1) });
  const add = (part: Condition): void => onChange({ ...group, parts: [...group.parts, part] });
  // What was asked last is what a condition is most often about.
  const first = subjects.findLast((subject) => !subject.of.startsWith('calc.')) ?? subjects[0];
  return (
    <div className={styles.group}>
      {group.parts.length > 1 && (
        <Segmented<'all' | 'any'> disabled={locked} size="small" aria-label={t('rule.join')} value={group.join} onChange={(join) => onChange({ ...group, join })} options={[{ value: 'all', label: t('rule.all') }, { value: 'any', label: t('rule.any') }]} />
      )}
      {group.parts.map((part, at) => <Part key={at} part={part} onChange={(next) => put(at, next)} onRemove={() => drop(at)} subjects={subjects} known={known} />)}
      <div className={styles.adds}>
        <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={!first} onClick={() => first && add(startTest(first))}>{t('rule.add')}</Button>
        {!onRemove && group.parts.length > 0 && <Button size="small" type="text" onClick={() => first && add({ kind: 'group', join: 'any', parts: [startTest(first)] })}>{t('rule.addGroup')}</Button>}
        {onRemove && <Button size="small" type="text" onClick={onRemove}>{t('rule.removeGroup')}</Button>}
      </div>
      {!first && <p className={styles.note}>{t('rule.nothingBefore')}</p>}
    </div>
  );
}

function Part({ part, onChange, onRemove, subjects, known }: { part: Condition; onChange: (part: Condition) => void; onRemove: () => void; subjects: Subject[]; known: Map<string, Subject> }) {
  const { t } = useTranslation('editor');
  if (part.kind === 'group') return <GroupRows group={part} onChange={onChange} onRemove={onRemove} subjects={subjects} known={known} />;
  return (
    <div className={styles.part}>
      {part.kind === 'test' ? <TestRow test={part} onChange={onChange} subjects={subjects} subject={known.get(part.of)} /> : <span className={styles.opaque}>{t('rule.opaque')}</span>}
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('rule.remove')} onClick={onRemove} />
    </div>
  );
}
