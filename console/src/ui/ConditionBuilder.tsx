import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { emptyLeaf, groupOf, isLeaf, LEAF_FIELDS, makeGroup, NUMBER_OPS, type Condition, type Leaf } from './condition';
import styles from './ConditionBuilder.module.css';

interface Named {
  value: string;
  label: string;
}

interface ConditionProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  topics: Named[];
  disabled?: boolean;
}

/** A rule's condition as rows joined by "all" or "any"; groups may stand within groups. */
export function ConditionBuilder(props: ConditionProps) {
  const { t } = useTranslation('ui');
  const { condition, onChange } = props;
  const group = groupOf(condition);
  if (group) return <GroupRows {...props} join={group.join} parts={group.parts} />;
  if (isLeaf(condition)) return <LeafRow {...props} leaf={condition} />;
  if (!('not' in condition)) return null;
  return (
    <div className={styles.not}>
      <strong>{t('condition.not')}</strong>
      <ConditionBuilder {...props} condition={condition.not} onChange={(inner) => onChange({ not: inner })} />
    </div>
  );
}

function GroupRows({ join, parts, onChange, ...rest }: ConditionProps & { join: 'all' | 'any'; parts: Condition[] }) {
  const { t } = useTranslation('ui');
  const replace = (at: number, part: Condition): void => onChange(makeGroup(join, parts.map((each, index) => (index === at ? part : each))));
  return (
    <div className={styles.group}>
      <Segmented<'all' | 'any'> size="small" disabled={rest.disabled} aria-label={t('condition.join')} value={join} onChange={(next) => onChange(makeGroup(next, parts))} options={[{ value: 'all', label: t('condition.all') }, { value: 'any', label: t('condition.any') }]} />
      {parts.map((part, at) => (
        <div key={at} className={styles.part}>
          <ConditionBuilder {...rest} condition={part} onChange={(next) => replace(at, next)} />
          <Button type="text" icon={<DeleteOutlined />} disabled={rest.disabled || parts.length === 1} aria-label={t('condition.remove')} onClick={() => onChange(makeGroup(join, parts.filter((_, index) => index !== at)))} />
        </div>
      ))}
      <Button size="small" type="dashed" icon={<PlusOutlined />} disabled={rest.disabled} onClick={() => onChange(makeGroup(join, [...parts, emptyLeaf('score.recommend')]))}>{t('condition.add')}</Button>
    </div>
  );
}

function LeafRow({ leaf, onChange, topics, disabled }: ConditionProps & { leaf: Leaf }) {
  const { t } = useTranslation('ui');
  const known = (LEAF_FIELDS as readonly string[]).includes(leaf.field);
  const fields = LEAF_FIELDS.map((value) => ({ value: value as string, label: t(`condition.field.${value.replace('.', '_')}`) }));
  return (
    <div className={styles.leaf}>
      <Select disabled={disabled} aria-label={t('condition.what')} value={leaf.field} onChange={(field) => onChange(emptyLeaf(field))} options={known ? fields : [...fields, { value: leaf.field, label: leaf.field }]} />
      {known ? <LeafValue leaf={leaf} onChange={onChange} topics={topics} disabled={disabled} /> : <code>{`${leaf.op} ${JSON.stringify(leaf.value)}`}</code>}
    </div>
  );
}

function LeafValue({ leaf, onChange, topics, disabled }: { leaf: Leaf; onChange: (leaf: Leaf) => void; topics: Named[]; disabled?: boolean }) {
  const { t } = useTranslation('ui');
  const polarities = (['negative', 'neutral', 'positive'] as const).map((value) => ({ value: value as string, label: t(`polarity.${value}`) }));
  if (leaf.field === 'mention') {
    const value = leaf.value as { topic: string; polarity?: string };
    return (
      <>
        <Select disabled={disabled} showSearch={{ optionFilterProp: 'label' }} aria-label={t('condition.topic')} value={value.topic} onChange={(topic) => onChange({ ...leaf, value: { ...value, topic } })} options={topics} />
        <Select disabled={disabled} allowClear placeholder={t('condition.anyPolarity')} aria-label={t('condition.polarity')} value={value.polarity} onChange={(polarity?: string) => onChange({ ...leaf, value: polarity ? { ...value, polarity } : { topic: value.topic } })} options={polarities} />
      </>
    );
  }
  if (leaf.field === 'sentiment_label') return <Select disabled={disabled} aria-label={t('condition.polarity')} value={String(leaf.value)} onChange={(value) => onChange({ ...leaf, value })} options={[...polarities, { value: 'mixed', label: t('polarity.mixed') }]} />;
  if (typeof leaf.value === 'boolean') return <Segmented disabled={disabled} aria-label={t('condition.value')} value={leaf.value ? 'yes' : 'no'} onChange={(value) => onChange({ ...leaf, value: value === 'yes' })} options={[{ value: 'yes', label: t('condition.yes') }, { value: 'no', label: t('condition.no') }]} />;
  return (
    <>
      <Select disabled={disabled} className={styles.op} aria-label={t('condition.op')} value={leaf.op} onChange={(op) => onChange({ ...leaf, op })} options={NUMBER_OPS.map((value) => ({ value: value as string, label: { '<=': '≤', '>=': '≥', '==': '=', '<': '<', '>': '>' }[value] }))} />
      <InputNumber disabled={disabled} aria-label={t('condition.value')} value={Number(leaf.value)} onChange={(value) => value !== null && onChange({ ...leaf, value })} />
    </>
  );
}
