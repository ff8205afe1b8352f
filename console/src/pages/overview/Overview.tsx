import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { compareFor, useAuthentic, useMetrics } from '@/api/metrics';
import { useSession } from '@/api/session';
import { VoiceDetail } from '@/features/voices/VoiceDetail';
import { useScope } from '@/state/useScope';
import { useUrlState } from '@/state/useUrlState';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { DrillPath } from '@/ui/DrillPath';
import { PageHeader } from '@/ui/PageHeader';
import { ErrorState } from '@/ui/States';
import { pathTo } from '@/ui/unitTree';
import { AttributesCard } from './AttributesCard';
import { ChangesCard } from './ChangesCard';
import { DistributionCard } from './DistributionCard';
import { Headline, HEADLINE } from './Headline';
import { OVERVIEW_PARAMS, rankBy } from './params';
import { bodyFor, PlaceContext, type Place } from './parts';
import { RankingCard } from './RankingCard';
import { RisksCard } from './RisksCard';
import { TopicsCard } from './TopicsCard';
import { TrendCard } from './TrendCard';
import { useLatestVoices, VoicesCard } from './VoicesCard';
import styles from './overview.module.css';

/** How are we doing, where, and why: from the whole down to one answer. */
export default function Overview() {
  const { t } = useTranslation('overview');
  const { me } = useSession();
  const { place, failure, retry } = usePlaceHere();
  const [params, setParams] = useUrlState(OVERVIEW_PARAMS);
  const voices = useLatestVoices(place);
  const regional = me.home === 'region';
  if (failure) return <ErrorState error={failure} onRetry={retry} />;
  return (
    <PlaceContext.Provider value={place}>
      <PageHeader title={t('title')} note={<UnitPath place={place} />} />
      <div className={styles.page}>
        <Headline />
        <div className={styles.wide}>
          {regional && !place.leaf ? <RankingCard end={params.end} /> : <TrendCard />}
          {regional ? <RisksCard /> : <ChangesCard />}
        </div>
        <div className={styles.halves}>
          {place.leaf ? <DistributionCard /> : regional ? <TrendCard /> : <RankingCard end={params.end} />}
          <AttributesCard />
        </div>
        <div className={styles.halves}>
          <TopicsCard />
          {regional ? <ChangesCard /> : <RisksCard />}
        </div>
        <VoicesCard voices={voices} openId={params.open} onOpen={(open) => setParams({ open }, { push: true })} />
      </div>
      <DetailDrawer openId={params.open} ids={(voices.rows ?? []).map((voice) => String(voice.id))} title={t('voice')} onMove={(open) => setParams({ open })}>
        {params.open && <VoiceDetail id={params.open} />}
      </DetailDrawer>
    </PlaceContext.Provider>
  );
}

function usePlaceHere(): { place: Place; failure: unknown; retry: () => void } {
  const { t } = useTranslation('overview');
  const { units, me } = useSession();
  const [scope, setScope] = useScope();
  const [params, setParams] = useUrlState(OVERVIEW_PARAMS);
  const navigate = useNavigate();
  const here = scope.unit ?? (me.units_root.length === 1 ? me.units_root[0]?.code : undefined);
  const leaf = here !== undefined && !units.some((unit) => unit.parent === here);
  const compare = compareFor(scope.comparison);
  const asked = bodyFor({ unit: scope.unit, range: scope.range }, { metrics: HEADLINE, compare });
  const head = useMetrics(asked, { every: 3000 });
  const authentic = useAuthentic(asked, head.data?.as_of);
  const place = useMemo<Place>(
    () => ({
      unit: scope.unit,
      unitName: units.find((unit) => unit.code === here)?.name ?? t('everything'),
      leaf,
      range: scope.range,
      comparison: scope.comparison,
      asOf: head.data?.as_of,
      headline: head.data,
      authentic,
      metric: params.metric,
      by: rankBy(params.by, me.home === 'region'),
      set: (patch) => setParams(patch),
      goTo: (unit) => setScope({ unit }, { push: true }),
      openAnswers: (filter) => {
        const search = new URLSearchParams({ ...(scope.unit ? { unit: scope.unit } : {}), period: 'custom', ...scope.range, ...filter });
        void navigate(`/feedback?${search.toString()}`);
      },
    }),
    [scope, here, units, leaf, me.home, head.data, authentic, params, setParams, setScope, navigate, t],
  );
  return { place, failure: head.data ? null : head.error, retry: () => void head.refetch() };
}

function UnitPath({ place }: { place: Place }) {
  const { t } = useTranslation('overview');
  const { units, me } = useSession();
  const [, setScope] = useScope();
  const path = place.unit ? pathTo(units, place.unit) : [];
  const single = me.units_root.length === 1;
  const steps = [
    ...(single && path.length > 0 ? [] : [{ key: '*', label: place.unit ? t('everything') : place.unitName }]),
    ...path.map((unit) => ({ key: unit.code, label: unit.name })),
  ];
  const stepTo = (index: number): void => {
    const code = steps[index]!.key;
    setScope({ unit: code === '*' || (single && code === me.units_root[0]?.code) ? undefined : code }, { push: true });
  };
  return <DrillPath steps={steps} onStep={stepTo} />;
}
