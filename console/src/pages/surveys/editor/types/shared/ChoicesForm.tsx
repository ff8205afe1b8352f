import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Choice, Question } from '../../model/definition';
import { choicesOf, questionsOf } from '../../model/find';
import { Field, NumberField, Pair } from '../../parts/Field';
import { ListEditor } from '../../parts/ListEditor';
import { nameOf } from '../../logic/subjects';
import { useEditor, useWhole } from '../../state/useEditor';
import type { EditProps } from '../kind';
import { ChoiceGroups } from './ChoiceGroups';

export type ChoiceFlag = 'open' | 'fixed' | 'exclusive';

interface ChoicesFormProps extends EditProps {
  /** What a choice of this type can be. */
  flags: ChoiceFlag[];
  orders?: string[];
  carries?: boolean;
  grouped?: boolean;
}

/** Order, carrying over, and each choice with what it can be. */
export function ChoicesForm({ question, set, flags, orders, carries, grouped }: ChoicesFormProps) {
  const { t } = useTranslation('editor');
  const { language } = useEditor();
  const used = flags.filter((flag) => flag !== 'fixed' || (question.order ?? 'fixed') !== 'fixed');
  const toggle = (choices: Choice[], key: string, flag: ChoiceFlag): Choice[] => choices.map((choice) => (choice.key === key ? withFlag(choice, flag) : choice));
  const list = (choices: Choice[], change: (choices: Choice[], tag?: string) => void) => (
    <ListEditor
      items={choices}
      taken={choicesOf(question).map((choice) => choice.key)}
      addLabel={t('list.addChoice')}
      onChange={change}
      menu={used.length ? (choice) => used.map((flag) => ({ key: flag, label: t(choice[flag] ? `choice.not.${flag}` : `choice.make.${flag}`), onClick: () => change(toggle(choices, choice.key, flag)) })) : undefined}
      flags={(choice) => {
        const held = flags.filter((flag) => choice[flag]);
        return held.length ? held.map((flag) => t(`choice.${flag}`)).join(' · ') : null;
      }}
    />
  );
  return (
    <>
      {question.choices && <Field label={t('form.choices')}>{() => list(question.choices!, (choices, tag) => set({ choices }, tag))}</Field>}
      {grouped && <ChoiceGroups question={question} set={set} list={list} />}
      {orders && <OrderField question={question} set={set} orders={orders} />}
      {carries && <CarryField question={question} set={set} language={language} />}
    </>
  );
}

function withFlag(choice: Choice, flag: ChoiceFlag): Choice {
  const { [flag]: on, ...rest } = choice;
  return on ? rest : { ...choice, [flag]: true };
}

function OrderField({ question, set, orders }: EditProps & { orders: string[] }) {
  const { t } = useTranslation('editor');
  return (
    <Field label={t('form.order')}>
      {(labelId) => <Select aria-labelledby={labelId} value={question.order ?? 'fixed'} onChange={(order) => set({ order: order === 'fixed' ? undefined : order })} options={orders.map((value) => ({ value, label: t(`order.${value}`) }))} />}
    </Field>
  );
}

const CARRIED = new Set(['single', 'multiple', 'dropdown', 'picture', 'tags', 'ranking']);

function CarryField({ question, set, language }: EditProps & { language: string }) {
  const { t } = useTranslation('editor');
  const all = questionsOf(useWhole());
  const before = all.slice(0, all.findIndex((each) => each.key === question.key)).filter((each) => CARRIED.has(each.type));
  if (!before.length && !question.carry) return null;
  const choose = (value: string | undefined): void => set(value ? { carry: carryOf(value) } : { carry: undefined });
  const options = before.flatMap((each) => (['chosen', 'not_chosen'] as const).map((what) => ({ value: `${what} ${each.key}`, label: t(`carry.${what}`, { name: nameOf(each, language) }) })));
  return (
    <Field label={t('form.carry')} help={t('form.carryHelp')}>
      {(labelId) => <Select allowClear aria-labelledby={labelId} placeholder={t('carry.none')} popupMatchSelectWidth={320} value={question.carry && `${question.carry.what} ${question.carry.from}`} onChange={choose} options={options} />}
    </Field>
  );
}

function carryOf(value: string): Question['carry'] {
  const [what, from] = value.split(' ');
  return { from: from!, what: what as 'chosen' | 'not_chosen' };
}

/** How many may be chosen. */
export function CountFields({ question, set, least = true }: EditProps & { least?: boolean }) {
  const { t } = useTranslation('editor');
  const number = (value: Question['min']): number | undefined => (typeof value === 'number' ? value : undefined);
  const most = <NumberField label={t('form.mostChoices')} placeholder={t('form.noLimit')} min={1} max={200} value={number(question.max)} onChange={(max) => set({ max }, 'max')} />;
  if (!least) return most;
  return (
    <Pair>
      <NumberField label={t('form.leastChoices')} placeholder={t('form.noLimit')} min={1} max={200} value={number(question.min)} onChange={(min) => set({ min }, 'min')} />
      {most}
    </Pair>
  );
}
