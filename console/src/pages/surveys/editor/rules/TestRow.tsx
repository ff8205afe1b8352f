import { Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { NPS_GROUPS, type Op, type Test } from '../logic/condition';
import { OPS_OF, startTest, startValue } from '../logic/subjects';
import type { Subject } from '../types/kind';
import styles from './rules.module.css';

interface TestRowProps {
  test: Test;
  onChange: (test: Test) => void;
  subjects: Subject[];
  subject: Subject | undefined;
}

/** What · how · against what. A subject that is no longer there stays named until another is chosen. */
export function TestRow({ test, onChange, subjects, subject }: TestRowProps) {
  const { t } = useTranslation('editor');
  const named = subjects.map((each) => ({ value: each.of, label: each.label }));
  const options = subject ? named : [...named, { value: test.of, label: t('rule.gone', { key: test.of }) }];
  const ops = (subject ? OPS_OF[subject.kind] : [test.op]).map((op) => ({ value: op, label: t(`op.${op}`) }));
  const choose = (of: string): void => {
    const next = subjects.find((each) => each.of === of);
    if (next) onChange(startTest(next));
  };
  return (
    <div className={styles.test}>
      <Select size="small" className={styles.subject} aria-label={t('rule.subject')} status={subject ? undefined : 'error'} showSearch={{ optionFilterProp: 'label' }} popupMatchSelectWidth={320} value={test.of} options={options} onChange={choose} />
      <Select<Op> size="small" className={styles.op} aria-label={t('rule.op')} popupMatchSelectWidth={false} value={test.op} options={ops} onChange={(op) => onChange(withOp(test, op, subject))} />
      {subject && <ValueInput test={test} subject={subject} onChange={onChange} />}
    </div>
  );
}

const SAME: Op[][] = [['chosen', 'not_chosen', 'all_chosen'], ['lte', 'lt', 'gte', 'gt', 'eq', 'ne'], ['is', 'is_not', 'contains']];

/** The value is kept where it still fits. */
function withOp(test: Test, op: Op, subject: Subject | undefined): Test {
  const fits = SAME.some((ops) => ops.includes(op) && ops.includes(test.op));
  return { ...test, op, value: fits || !subject ? test.value : startValue(subject, op) };
}

function ValueInput({ test, subject, onChange }: { test: Test; subject: Subject; onChange: (test: Test) => void }) {
  const { t } = useTranslation('editor');
  const set = (value: Test['value']): void => onChange({ ...test, value });
  const shared = { size: 'small', className: styles.value, 'aria-label': t('rule.value') } as const;
  switch (test.op) {
    case 'answered':
    case 'unanswered':
      return null;
    case 'nps':
      return <Select {...shared} mode="multiple" value={test.value as string[]} onChange={set} options={NPS_GROUPS.map((value) => ({ value, label: t(`npsGroup.${value}`) }))} />;
    case 'chosen':
    case 'not_chosen':
    case 'all_chosen':
      return <Select {...shared} mode="multiple" showSearch={{ optionFilterProp: 'label' }} status={(test.value as string[]).length ? undefined : 'warning'} placeholder={t('rule.choose')} value={test.value as string[]} onChange={set} options={(subject.options ?? []).map(({ key, label }) => ({ value: key, label }))} />;
    case 'between':
      return <Between value={test.value as [number, number]} onChange={set} />;
    default:
      return subject.kind === 'number' || subject.kind === 'nps' ? (
        <InputNumber {...shared} value={test.value as number} min={subject.min} max={subject.max} onChange={(value) => set(value ?? undefined)} />
      ) : subject.kind === 'state' ? (
        <Select {...shared} value={test.value as string} onChange={set} options={(subject.options ?? []).map(({ key, label }) => ({ value: key, label }))} />
      ) : (
        <Input {...shared} value={test.value as string} onChange={(event) => set(event.target.value)} />
      );
  }
}

function Between({ value: [low, high], onChange }: { value: [number, number]; onChange: (value: [number, number]) => void }) {
  const { t } = useTranslation('editor');
  return (
    <span className={styles.between}>
      <InputNumber size="small" aria-label={t('rule.from')} value={low} onChange={(next) => next !== null && onChange([next, high])} />
      <span>–</span>
      <InputNumber size="small" aria-label={t('rule.to')} value={high} onChange={(next) => next !== null && onChange([low, next])} />
    </span>
  );
}
