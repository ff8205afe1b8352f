import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../model/definition';
import { Field } from '../parts/Field';
import { useEditor } from '../state/useEditor';
import type { Subject } from '../types/kind';
import { RuleEditor } from './RuleEditor';

interface RuleFieldProps {
  label: string;
  rule: Rule | undefined;
  onChange: (rule: Rule | undefined) => void;
  subjects: Subject[];
  /** What holds without a rule, and with one: 总是显示 / 满足条件时显示. */
  without: string;
  within: string;
}

/** Always, or under a condition. */
export function RuleField({ label, rule, onChange, subjects, without, within }: RuleFieldProps) {
  const { locked } = useEditor();
  const [open, setOpen] = useState(false);
  const conditional = open || (rule !== undefined && rule !== null && rule !== true);
  const choose = (next: 'always' | 'rule'): void => {
    setOpen(next === 'rule');
    if (next === 'always') onChange(undefined);
  };
  return (
    <Field label={label}>
      {(labelId) => (
        <>
          <Segmented<'always' | 'rule'> block disabled={locked} size="small" aria-labelledby={labelId} value={conditional ? 'rule' : 'always'} onChange={choose} options={[{ value: 'always', label: without }, { value: 'rule', label: within }]} />
          {conditional && <RuleEditor rule={rule} onChange={onChange} subjects={subjects} />}
        </>
      )}
    </Field>
  );
}

/** Never, always, or under a condition. */
export function RequiredField({ value, onChange, subjects }: { value: Rule | undefined; onChange: (value: Rule | undefined) => void; subjects: Subject[] }) {
  const { t } = useTranslation('editor');
  const { locked } = useEditor();
  const [open, setOpen] = useState(false);
  const state = value === true ? 'yes' : open || (typeof value === 'object' && value !== null) ? 'rule' : 'no';
  const choose = (next: 'no' | 'yes' | 'rule'): void => {
    setOpen(next === 'rule');
    if (next !== 'rule') onChange(next === 'yes' ? true : undefined);
  };
  const rule = typeof value === 'object' ? value : undefined;
  return (
    <Field label={t('required.label')}>
      {(labelId) => (
        <>
          <Segmented<'no' | 'yes' | 'rule'> block disabled={locked} size="small" aria-labelledby={labelId} value={state} onChange={choose} options={[{ value: 'no', label: t('required.no') }, { value: 'yes', label: t('required.yes') }, { value: 'rule', label: t('required.rule') }]} />
          {state === 'rule' && <RuleEditor rule={rule ?? undefined} onChange={onChange} subjects={subjects} />}
        </>
      )}
    </Field>
  );
}
