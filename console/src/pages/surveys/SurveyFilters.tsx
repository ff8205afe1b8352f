import { Checkbox, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSurveyFacets, type Facets } from '@/api/centre';
import { nameOf, useJourneys } from '@/api/journeys';
import { useLanguage } from '@/i18n';
import type { Values } from '@/state/useUrlState';
import { FilterBar, type FilterField } from '@/ui/FilterBar';
import { STATUSES, type SURVEY_PARAMS } from './params';

type Chosen = Values<typeof SURVEY_PARAMS>;
interface SurveyFiltersProps {
  values: Chosen;
  set: (patch: Partial<Chosen>) => void;
}

const CONTROLS = ['status', 'folder', 'tag', 'scene', 'touchpoint', 'owner'] as const;
type Option = { value: string; label: string };

/** What the list is narrowed by; the choices are those there are, with how many surveys each has. */
export function SurveyFilters({ values, set }: SurveyFiltersProps) {
  const { t } = useTranslation('surveys');
  const options = useOptions();
  const fields = CONTROLS.map(
    (name): FilterField => ({
      key: name,
      label: t(`filter.${name}`),
      control: <Select allowClear showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} popupMatchSelectWidth={false} aria-label={t(`filter.${name}`)} placeholder={t(`filter.${name}`)} value={values[name]} onChange={(value?: string) => set({ [name]: value })} options={options[name]} />,
    }),
  );
  const active = CONTROLS.filter((name) => values[name] !== undefined).length + (values.q ? 1 : 0) + (values.archived ? 1 : 0);
  const none = Object.fromEntries(CONTROLS.map((name) => [name, undefined]));
  return (
    <FilterBar
      search={{ value: values.q, placeholder: t('filter.search'), onSearch: (q) => set({ q }) }}
      fields={fields}
      active={active}
      onReset={() => set({ ...none, q: '', archived: false })}
      extra={<Checkbox checked={values.archived} onChange={({ target }) => set({ archived: target.checked })}>{t('filter.archived')}</Checkbox>}
    />
  );
}

const NOTHING: Facets = { statuses: [], folders: [], tags: [], scenes: [], owners: [], archived: 0 };

function useOptions(): Record<(typeof CONTROLS)[number], Option[]> {
  const { t } = useTranslation('surveys');
  const language = useLanguage();
  const facets = useSurveyFacets().data ?? NOTHING;
  const journeys = useJourneys().data?.items ?? [];
  const counted = (value: string, label: string, count: number): Option => ({ value, label: `${label} (${count})` });
  return {
    status: STATUSES.map((value) => counted(value, t(`status.${value}`), facets.statuses.find((each) => each.value === value)?.count ?? 0)),
    folder: [{ value: 'none', label: t('filter.unfiled') }, ...facets.folders.map((folder) => counted(String(folder.id), folder.name, folder.count))],
    tag: facets.tags.map((tag) => counted(tag.value, tag.value, tag.count)),
    scene: facets.scenes.filter((scene) => scene.value).map((scene) => counted(scene.value, t(`scene.${scene.value}`, { defaultValue: scene.value }), scene.count)),
    touchpoint: journeys.flatMap((journey) => journey.stages).flatMap((stage) => stage.touchpoints).map((point) => ({ value: point.code, label: nameOf(point, language) })),
    owner: [{ value: 'me', label: t('filter.mine') }, ...facets.owners.map((owner) => counted(String(owner.id), owner.name, owner.count))],
  };
}
