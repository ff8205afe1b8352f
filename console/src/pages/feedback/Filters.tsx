import { Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { nameOfTopic, productOf, useMetrics, useTopics, type QueryBody } from '@/api/metrics';
import { useSession } from '@/api/session';
import { useQuestionTitle } from '@/api/surveys';
import { useTerms } from '@/features/useTerms';
import { SavedViews } from '@/features/views/SavedViews';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import type { Values } from '@/state/useUrlState';
import { FilterBar, type FilterField } from '@/ui/FilterBar';
import { DRILLED, FEEDBACK_PARAMS, GROUPS, KINDS, LABELS, POLARITIES, YES_NO } from './params';

type Chosen = Values<typeof FEEDBACK_PARAMS>;
interface FiltersProps {
  values: Chosen;
  set: (patch: Partial<Chosen>) => void;
}

const CONTROLS = ['kind', 'group', 'topic', 'polarity', 'product', 'label', 'channel', 'has_text', 'flagged'] as const;
const CHANNELS = ['store', 'delivery', 'app', 'tmall', 'jd', 'meituan'] as const;

export function Filters({ values, set }: FiltersProps) {
  const { t } = useTranslation('feedback');
  const options = useOptions();
  const fields = CONTROLS.map(
    (name): FilterField => ({
      key: name,
      label: t(`filter.${name}`),
      control: (
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} popupMatchSelectWidth={false} aria-label={t(`filter.${name}`)} placeholder={t(`filter.${name}`)} value={values[name]} onChange={(value?: string) => set({ [name]: value })} options={options[name]} />
      ),
    }),
  );
  const named = [...CONTROLS, ...DRILLED];
  const active = named.filter((name) => values[name] !== undefined).length + (values.q ? 1 : 0) + (values.authentic ? 1 : 0);
  const none = Object.fromEntries(named.map((name) => [name, undefined]));
  return (
    <>
      <FilterBar search={{ value: values.q, placeholder: t('filter.search'), onSearch: (q) => set({ q }) }} fields={fields} active={active} extra={<SavedViews page="feedback" />} onReset={() => set({ ...none, q: '', authentic: false })} />
      <DrilledTags values={values} set={set} />
    </>
  );
}

function useOptions(): Record<(typeof CONTROLS)[number], { value: string; label: string }[]> {
  const { t } = useTranslation('feedback');
  const terms = useTerms();
  const language = useLanguage();
  const topics = useTopics().data ?? [];
  return {
    kind: KINDS.map((value) => ({ value, label: terms.kind(value) })),
    group: GROUPS.map((value) => ({ value, label: t(`group.${value}`) })),
    topic: topics.map((topic) => ({ value: topic.key, label: nameOfTopic(topic, language) })),
    polarity: POLARITIES.map((value) => ({ value, label: t(`polarity.${value}`) })),
    product: useProductOptions(),
    label: LABELS.map((value) => ({ value, label: t(`label.${value}`) })),
    channel: CHANNELS.map((value) => ({ value, label: terms.channel(value) })),
    has_text: YES_NO.map((value) => ({ value, label: t(`has_text.${value}`) })),
    flagged: YES_NO.map((value) => ({ value, label: t(`flagged.${value}`) })),
  };
}

/** The products spoken of in the period, most spoken of first; none for whom may read no figures. */
function useProductOptions(): { value: string; label: string }[] {
  const { can } = useSession();
  const [scope] = useScope();
  const body: QueryBody = { metrics: ['feedback_count'], dimensions: ['product'], time: scope.range, ...(scope.unit ? { unit: scope.unit } : {}), order: [{ by: 'feedback_count', desc: true }], limit: 200 };
  const rows = useMetrics(can('dashboard.read') ? body : null).data?.rows ?? [];
  return rows.flatMap((row) => {
    const product = productOf(row);
    return product ? [{ value: product.code, label: product.name }] : [];
  });
}

/** What a drill narrowed by, each to be taken off by itself. */
function DrilledTags({ values, set }: FiltersProps) {
  const { t } = useTranslation('feedback');
  const titleOf = useQuestionTitle(useLanguage());
  const present = DRILLED.filter((name) => values[name] !== undefined);
  if (present.length === 0 && !values.authentic) return null;
  const shown = (name: (typeof DRILLED)[number]): string => (name === 'question' ? titleOf(values[name]!) : values[name]!);
  return (
    <div style={{ marginBottom: 12 }}>
      {present.map((name) => (
        <Tag key={name} closable onClose={() => set({ [name]: undefined })}>{t(`drilled.${name}`, { value: shown(name) })}</Tag>
      ))}
      {values.authentic && <Tag closable onClose={() => set({ authentic: false })}>{t('drilled.authentic')}</Tag>}
    </div>
  );
}
