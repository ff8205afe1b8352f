import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, ConfigProvider, Input, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { subjectsBefore } from '../logic/subjects';
import { anyWords, wordsOf, type Calculation, type Definition, type End, type Quota } from '../model/definition';
import { freshKey } from '../model/find';
import { Field, NumberField, Pair } from '../parts/Field';
import { GrowingText } from '../parts/GrowingText';
import { inLanguage } from '../parts/words';
import { RuleField } from '../rules/RuleField';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import { FormulaEditor } from './FormulaEditor';
import styles from './views.module.css';

const FIRST_LIMIT = 100;

/** What belongs to the survey as a whole: its ends, calculations and quotas. */
export function LogicView() {
  const { locked } = useEditor();
  return (
    <ConfigProvider componentDisabled={locked}>
      <div className={styles.columns}><Ends /><Calculations /><Quotas /></div>
    </ConfigProvider>
  );
}

interface SectionProps {
  title: string;
  hint: string;
  addLabel: string;
  onAdd?: () => void;
  children: ReactNode;
}

function Section({ title, hint, addLabel, onAdd, children }: SectionProps) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      <p className={styles.hint}>{hint}</p>
      {children}
      <Button type="dashed" icon={<PlusOutlined />} disabled={!onAdd} onClick={onAdd}>{addLabel}</Button>
    </section>
  );
}

/** One list of the survey: its items, and how one changes or goes. */
function useList<K extends 'ends' | 'calculations' | 'quotas'>(name: K) {
  const definition = useWhole();
  const change = useChange();
  type Item = NonNullable<Definition[K]>[number];
  const items = (definition[name] ?? []) as Item[];
  const put = (next: Item[], tag?: string): void => change({ do: 'setSurvey', patch: { [name]: next.length ? next : undefined } }, tag);
  return {
    definition,
    items,
    add: (item: Item) => put([...items, item]),
    set: (at: number, patch: Partial<Item>, tag?: string) => put(items.with(at, { ...items[at]!, ...patch }), tag && `${name} ${at} ${tag}`),
    remove: (at: number) => put(items.toSpliced(at, 1)),
    key: (base: string) => freshKey(base, items.map((item) => item.key)),
  };
}

function Card({ name, onRemove, children }: { name: string; onRemove: () => void; children: ReactNode }) {
  const { t } = useTranslation('editor');
  return (
    <article className={styles.card}>
      <header><strong>{name}</strong><Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('list.remove', { name })} onClick={onRemove} /></header>
      {children}
    </article>
  );
}

function Ends() {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const { items, add, set, remove, key } = useList('ends');
  return (
    <Section title={t('end.title')} hint={t('end.hint')} addLabel={t('end.add')} onAdd={() => add({ key: key('end'), title: { [language]: t('end.first') }, outcome: 'screened_out' })}>
      {items.map((end: End, at) => (
        <Card key={end.key} name={anyWords(end.title, language) || end.key} onRemove={() => remove(at)}>
          <Field label={t('end.heading')}>{(labelId) => <Input aria-labelledby={labelId} value={wordsOf(end.title, language)} placeholder={anyWords(end.title, language)} onChange={(event) => set(at, { title: inLanguage(end.title, language, event.target.value) ?? {} }, 'title')} />}</Field>
          <Field label={t('end.text')}>{(labelId) => <GrowingText aria-labelledby={labelId} rows={2} value={wordsOf(end.text, language)} onChange={(event) => set(at, { text: inLanguage(end.text, language, event.target.value) }, 'text')} />}</Field>
          <Field label={t('end.outcome')} help={t(`end.help.${end.outcome}`)}>{(labelId) => <Segmented<End['outcome']> block size="small" aria-labelledby={labelId} value={end.outcome} onChange={(outcome) => set(at, { outcome })} options={[{ value: 'completed', label: t('end.completed') }, { value: 'screened_out', label: t('end.screened_out') }]} />}</Field>
          <Field label={t('end.redirect')}>{(labelId) => <Input aria-labelledby={labelId} placeholder="https://" value={end.redirect ?? ''} onChange={(event) => set(at, { redirect: event.target.value.trim() || undefined }, 'redirect')} />}</Field>
        </Card>
      ))}
    </Section>
  );
}

function Calculations() {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const { definition, items, add, set, remove, key } = useList('calculations');
  const subjects = subjectsBefore(definition, { part: 'survey', key: '' }, language).filter((subject) => subject.kind === 'number' || subject.kind === 'nps');
  const first = subjects.find((subject) => !subject.of.startsWith('calc.'));
  return (
    <Section title={t('calc.title')} hint={first ? t('calc.hint') : t('calc.noNumbers')} addLabel={t('calc.add')} onAdd={first && (() => add({ key: key('score'), value: { '+': [{ var: first.of }] } }))}>
      {items.map((calculation: Calculation, at) => (
        <Card key={at} name={calculation.key} onRemove={() => remove(at)}>
          <Field label={t('calc.name')} help={t('calc.nameHelp')}>{(labelId) => <Input aria-labelledby={labelId} value={calculation.key} onChange={(event) => set(at, { key: event.target.value.trim() }, 'key')} />}</Field>
          <FormulaEditor rule={calculation.value} subjects={subjects.filter((subject) => subject.of !== `calc.${calculation.key}`)} onChange={(value) => set(at, { value }, 'value')} />
        </Card>
      ))}
    </Section>
  );
}

function Quotas() {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const { definition, items, add, set, remove, key } = useList('quotas');
  const subjects = subjectsBefore(definition, { part: 'quota', key: '' }, language);
  const ends = (definition.ends ?? []).map((end) => ({ value: end.key, label: anyWords(end.title, language) || end.key }));
  return (
    <Section title={t('quota.title')} hint={ends.length ? t('quota.hint') : t('quota.noEnd')} addLabel={t('quota.add')} onAdd={ends.length ? () => add({ key: key('quota'), limit: FIRST_LIMIT, if: true, end: ends[0]!.value, hold_minutes: 30 }) : undefined}>
      {items.map((quota: Quota, at) => (
        <Card key={quota.key} name={t('quota.nth', { n: at + 1 })} onRemove={() => remove(at)}>
          <Pair>
            <NumberField label={t('quota.limit')} min={0} value={quota.limit} onChange={(limit) => set(at, { limit: limit ?? 0 }, 'limit')} />
            <NumberField label={t('quota.hold')} min={1} max={1440} value={quota.hold_minutes ?? 30} onChange={(hold_minutes) => set(at, { hold_minutes }, 'hold')} />
          </Pair>
          <RuleField label={t('quota.who')} without={t('quota.all')} within={t('quota.some')} rule={quota.if} subjects={subjects} onChange={(rule) => set(at, { if: rule ?? true }, 'if')} />
          <Field label={t('quota.end')}>{(labelId) => <Select aria-labelledby={labelId} status={ends.some((end) => end.value === quota.end) ? undefined : 'error'} value={quota.end} onChange={(end) => set(at, { end })} options={ends} />}</Field>
        </Card>
      ))}
    </Section>
  );
}
