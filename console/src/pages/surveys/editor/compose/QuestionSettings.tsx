import { Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { subjectsBefore } from '../logic/subjects';
import type { Question } from '../model/definition';
import { findQuestion, isKey } from '../model/find';
import { Field } from '../parts/Field';
import { GrowingText } from '../parts/GrowingText';
import { RequiredField, RuleField } from '../rules/RuleField';
import { useChange, useEditor, useQuestion, useSetQuestion, useWhole } from '../state/useEditor';
import { useProblems } from '../state/useProblems';
import { kindOf } from '../types/registry';
import { asType, KIN } from '../types/kin';
import styles from './compose.module.css';

/** A question's settings: those every type has, with those of its own type between. */
export function QuestionSettings({ question: key, onRenamed }: { question: string; onRenamed: (key: string) => void }) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const question = useQuestion(key);
  const set = useSetQuestion(key);
  const definition = useWhole();
  const subjects = useMemo(() => subjectsBefore(definition, { part: 'question', key }, language), [definition, key, language]);
  if (!question) return null;
  const kind = kindOf(question.type);
  return (
    <div className={styles.form}>
      <TypeHead question={question} />
      <Faults question={key} />
      {!kind?.silent && <RequiredField value={question.required} onChange={(required) => set({ required })} subjects={subjects} />}
      <RuleField label={t('show.label')} without={t('show.always')} within={t('show.rule')} rule={question.show_if} subjects={subjects} onChange={(show_if) => set({ show_if }, 'show_if')} />
      {kind?.Form && <kind.Form question={question} set={set} />}
      {kind?.roles && <RoleField question={question} roles={kind.roles} set={set} />}
      <Field label={t('form.note')} help={t('form.noteHelp')}>{(labelId) => <GrowingText aria-labelledby={labelId} maxLength={2000} value={question.note ?? ''} onChange={(event) => set({ note: event.target.value || undefined }, 'note')} />}</Field>
      <KeyField question={key} onRenamed={onRenamed} />
    </div>
  );
}

function TypeHead({ question }: { question: Question }) {
  const { t } = useTranslation('editor');
  const change = useChange();
  const kind = kindOf(question.type);
  const kin = KIN.find((types) => types.includes(question.type)) ?? [];
  const turn = (type: string): void => change({ do: 'setQuestion', question: question.key, patch: asType(question, type) });
  return (
    <div className={styles.typeHead}>
      {kind && <kind.icon />}
      {kin.length ? <Select variant="borderless" popupMatchSelectWidth={false} aria-label={t('type.label')} value={question.type} onChange={turn} options={kin.map((value) => ({ value, label: t(`type.${value}`) }))} /> : <strong>{t(`type.${question.type}`, { defaultValue: question.type })}</strong>}
    </div>
  );
}

function Faults({ question }: { question: string }) {
  const mine = useProblems().filter(({ owner }) => owner.part === 'question' && owner.key === question);
  if (!mine.length) return null;
  return <div role="status"><ul className={styles.myFaults}>{mine.map((problem) => <li key={problem.id} className={styles[problem.severity]}>{problem.message}</li>)}</ul></div>;
}

function RoleField({ question, roles, set }: { question: Question; roles: string[]; set: (patch: Partial<Question>) => void }) {
  const { t } = useTranslation('editor');
  return (
    <Field label={t('role.label')} help={t('role.help')}>
      {(labelId) => <Select allowClear aria-labelledby={labelId} placeholder={t('role.none')} value={question.role} onChange={(role?: string) => set({ role })} options={roles.map((value) => ({ value, label: t(`role.${value}`) }))} />}
    </Field>
  );
}

function KeyField({ question, onRenamed }: { question: string; onRenamed: (key: string) => void }) {
  const { t } = useTranslation('editor');
  const { store } = useEditor();
  const change = useChange();
  const [text, setText] = useState(question);
  const taken = text !== question && findQuestion(store.get().present, text) !== undefined;
  const wrong = !isKey(text) ? t('key.wrong') : taken ? t('key.taken') : undefined;
  const commit = (): void => {
    if (wrong || text === question) return;
    change({ do: 'renameQuestion', question, to: text });
    onRenamed(text);
  };
  return (
    <Field label={t('key.label')} help={wrong ?? t('key.help')}>
      {(labelId) => <Input aria-labelledby={labelId} status={wrong ? 'error' : undefined} value={text} onChange={(event) => setText(event.target.value)} onBlur={commit} onPressEnter={commit} />}
    </Field>
  );
}
