import { Checkbox, DatePicker, Select, Tag } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { QuestionColumn } from '@/api/centre';
import { useTerms } from '@/features/useTerms';
import { FilterBar, type FilterField } from '@/ui/FilterBar';
import { GROUPS, OUTCOMES, type AnswerValues } from './params';

interface AnswerFiltersProps {
  values: AnswerValues;
  set: (patch: Partial<AnswerValues>) => void;
  columns: QuestionColumn[];
}

const CHANNELS = ['store', 'delivery', 'app', 'miniapp', 'tmall', 'jd', 'meituan', 'douyin'];
const NAMED = ['since', 'until', 'channel', 'group', 'flagged', 'outcome', 'question', 'choice', 'answer_min', 'answer_max'] as const;

/** What the answers are narrowed by; a drilled question stands below as a tag to be taken off. */
export function AnswerFilters({ values, set, columns }: AnswerFiltersProps) {
  const { t } = useTranslation('answers');
  const fields = useFields(values, set);
  const active = NAMED.filter((name) => values[name] !== undefined).length + (values.q ? 1 : 0) + (values.test ? 1 : 0);
  const none = Object.fromEntries(NAMED.map((name) => [name, undefined]));
  const title = columns.find((column) => column.key === values.question)?.title ?? values.question;
  const asked = [values.choice, values.answer_min !== undefined && `${values.answer_min} – ${values.answer_max ?? ''}`].filter(Boolean).join(' ');
  return (
    <>
      <FilterBar
        search={{ value: values.q, placeholder: t('filter.search'), onSearch: (q) => set({ q }) }}
        fields={fields}
        active={active}
        onReset={() => set({ ...none, q: '', test: false })}
        extra={<Checkbox checked={values.test} onChange={({ target }) => set({ test: target.checked })}>{t('filter.test')}</Checkbox>}
      />
      {values.question && <Tag closable style={{ marginBottom: 12 }} onClose={() => set({ question: undefined, choice: undefined, answer_min: undefined, answer_max: undefined })}>{title} {asked}</Tag>}
    </>
  );
}

function useFields(values: AnswerValues, set: AnswerFiltersProps['set']): FilterField[] {
  const { t } = useTranslation('answers');
  const terms = useTerms();
  const choose = (name: 'channel' | 'group' | 'flagged' | 'outcome', options: { value: string; label: string }[]): FilterField => ({
    key: name,
    label: t(`filter.${name}`),
    control: <Select allowClear style={{ width: '100%' }} popupMatchSelectWidth={false} aria-label={t(`filter.${name}`)} placeholder={t(`filter.${name}`)} value={values[name]} onChange={(value?: string) => set({ [name]: value })} options={options} />,
  });
  const days: FilterField = {
    key: 'days',
    label: t('filter.days'),
    control: (
      <DatePicker.RangePicker
        aria-label={t('filter.days')}
        allowEmpty={[true, true]}
        value={[values.since ? dayjs(values.since) : null, values.until ? dayjs(values.until) : null]}
        onChange={(range) => set({ since: range?.[0]?.format('YYYY-MM-DD'), until: range?.[1]?.format('YYYY-MM-DD') })}
      />
    ),
  };
  return [
    days,
    choose('group', GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))),
    choose('channel', CHANNELS.map((value) => ({ value, label: terms.channel(value) }))),
    choose('flagged', (['true', 'false'] as const).map((value) => ({ value, label: t(`flagged.${value}`) }))),
    choose('outcome', OUTCOMES.map((value) => ({ value, label: t(`outcome.${value}`) }))),
  ];
}
