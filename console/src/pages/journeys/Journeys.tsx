import { EditOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf, useJourneys, type Journey } from '@/api/journeys';
import { useLanguage } from '@/i18n';
import { param, useUrlState } from '@/state/useUrlState';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState, ErrorState } from '@/ui/States';
import { JourneyCurve } from './JourneyCurve';
import { JourneyEditor } from './JourneyEditor';
import { newJourney } from './placing';
import { TouchpointDetail } from './TouchpointDetail';
import { TouchpointTable } from './TouchpointTable';
import { METRICS, useJourneyFigures, type JourneyMetric } from './useJourneyFigures';
import styles from './journeys.module.css';

const PARAMS = { journey: param.optional(), metric: param.choice(METRICS, 'nps'), open: param.optional() };

/** How customers fare along their path, stage by stage; every touchpoint opens to what was said there. */
export default function Journeys() {
  const { t } = useTranslation('journeys');
  const language = useLanguage();
  const { data, error, refetch } = useJourneys();
  const [values, set] = useUrlState(PARAMS);
  const [editing, setEditing] = useState<Journey>();
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton active paragraph={{ rows: 10 }} />;
  const journey = data.items.find((each) => each.code === values.journey) ?? data.items[0];
  const actions = data.may_write && (
    <>
      <Button icon={<PlusOutlined />} onClick={() => setEditing(newJourney())}>{t('add')}</Button>
      {journey && <Button icon={<EditOutlined />} onClick={() => setEditing(journey)}>{t('edit')}</Button>}
    </>
  );
  return (
    <>
      <PageHeader title={t('title')} note={t('note')} actions={actions || undefined} />
      {data.items.length > 1 && <Tabs activeKey={journey?.code} onChange={(code) => set({ journey: code, open: undefined }, { push: true })} items={data.items.map((each) => ({ key: each.code, label: nameOf(each, language) }))} />}
      {journey ? <OneJourney journey={journey} journeys={data.items} metric={values.metric} open={values.open} set={set} /> : <EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      {editing && <JourneyEditor journey={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

interface OneJourneyProps {
  journey: Journey;
  journeys: Journey[];
  metric: JourneyMetric;
  open: string | undefined;
  set: (patch: { metric?: JourneyMetric; open?: string | undefined }, options?: { push?: boolean }) => void;
}

function OneJourney({ journey, journeys, metric, open, set }: OneJourneyProps) {
  const { t } = useTranslation('journeys');
  const language = useLanguage();
  const elsewhere = new Set(journeys.filter((each) => each !== journey).flatMap((each) => each.stages).flatMap((stage) => stage.touchpoints).map((point) => point.code));
  const { figures, placed, unplaced, meaning } = useJourneyFigures(journey, elsewhere, metric, t(`metric.${metric}`), language);
  const all = [...placed, ...unplaced];
  const opened = all.find((point) => keyOf(point.code) === open);
  const pick = (code: string): void => set({ open: keyOf(code) }, { push: true });
  return (
    <div className={styles.page}>
      <JourneyCurve
        points={placed}
        meaning={meaning}
        answer={figures}
        extra={<Segmented<JourneyMetric> size="small" aria-label={t('metric.label')} value={metric} onChange={(value) => set({ metric: value })} options={METRICS.map((value) => ({ value, label: t(`metric.${value}`) }))} />}
        onPick={pick}
      />
      <TouchpointTable points={figures.data ? all : undefined} meaning={meaning} openCode={opened?.code} onOpen={pick} />
      <DetailDrawer openId={opened && open} ids={all.map((point) => keyOf(point.code))} title={opened?.name || t('unnamed')} onMove={(next) => set({ open: next })}>
        {opened && <TouchpointDetail point={opened} meaning={meaning} />}
      </DetailDrawer>
    </div>
  );
}

/** Feedback that names no touchpoint has an empty code, which an address cannot hold. */
function keyOf(code: string): string {
  return code || '-';
}
