import { Select } from 'antd';
import { nameOf, useJourneys } from '@/api/journeys';
import { useLanguage } from '@/i18n';

interface TouchpointSelectProps {
  id?: string;
  value?: string;
  onChange?: (code: string | undefined) => void;
  placeholder: string;
}

/** A touchpoint of any journey, under the stage it belongs to. */
export function TouchpointSelect(props: TouchpointSelectProps) {
  const language = useLanguage();
  const journeys = useJourneys().data?.items ?? [];
  const options = journeys.flatMap((journey) => journey.stages.map((stage) => ({ label: nameOf(stage, language), options: stage.touchpoints.map((point) => ({ value: point.code, label: nameOf(point, language) })) })));
  return <Select {...props} allowClear showSearch optionFilterProp="label" options={options} />;
}
