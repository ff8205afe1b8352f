import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { FORMULAS, formulaFromLogic, formulaToLogic, type Formula, type Term } from '../logic/formula';
import type { Rule } from '../model/definition';
import { Field, SwitchField } from '../parts/Field';
import type { Subject } from '../types/kind';
import styles from './views.module.css';

/** A figure over answers: which, with what weight, added up or averaged. */
export function FormulaEditor({ rule, subjects, onChange }: { rule: Rule; subjects: Subject[]; onChange: (rule: Rule) => void }) {
  const { t } = useTranslation('editor');
  const formula = formulaFromLogic(rule);
  if (formula.kind === 'opaque') return <p className={styles.hint}>{t('calc.opaque')}</p>;
  const put = (patch: Partial<Exclude<Formula, { kind: 'opaque' }>>): void => onChange(formulaToLogic({ ...formula, ...patch }));
  const setTerm = (at: number, term: Term): void => put({ terms: formula.terms.with(at, term) });
  const next = subjects.find((subject) => !formula.terms.some((term) => term.of === subject.of)) ?? subjects[0];
  return (
    <>
      <Field label={t('calc.kind')}>{(labelId) => <Segmented block size="small" aria-labelledby={labelId} value={formula.kind} onChange={(kind) => put({ kind })} options={FORMULAS.map((value) => ({ value, label: t(`formula.${value}`) }))} />}</Field>
      {formula.terms.map((term, at) => <TermRow key={at} term={term} subjects={subjects} single={formula.terms.length === 1} onChange={(changed) => setTerm(at, changed)} onRemove={() => put({ terms: formula.terms.toSpliced(at, 1) })} />)}
      <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={!next} onClick={() => next && put({ terms: [...formula.terms, { of: next.of, times: 1 }] })}>{t('calc.addTerm')}</Button>
      <SwitchField label={t('calc.zero')} checked={formula.zero} onChange={(zero) => put({ zero })} />
    </>
  );
}

function TermRow({ term, subjects, single, onChange, onRemove }: { term: Term; subjects: Subject[]; single: boolean; onChange: (term: Term) => void; onRemove: () => void }) {
  const { t } = useTranslation('editor');
  const known = subjects.some((subject) => subject.of === term.of);
  const options = subjects.map((subject) => ({ value: subject.of, label: subject.label }));
  return (
    <div className={styles.term}>
      <Select size="small" aria-label={t('rule.subject')} showSearch={{ optionFilterProp: 'label' }} status={known ? undefined : 'error'} value={term.of} onChange={(of) => onChange({ ...term, of })} options={known ? options : [...options, { value: term.of, label: t('rule.gone', { key: term.of }) }]} />
      <InputNumber size="small" aria-label={t('calc.times')} prefix="×" value={term.times} onChange={(times) => times !== null && onChange({ ...term, times })} />
      <Button size="small" type="text" icon={<DeleteOutlined />} disabled={single} aria-label={t('calc.removeTerm')} onClick={onRemove} />
    </div>
  );
}
