import { Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMatrix, type Matrix, type MatrixCell, type Segment } from '@/api/fusion';
import { formatCount, formatValue } from '@/format/number';
import { useLanguage } from '@/i18n';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { ChartFrame } from '@/ui/ChartFrame';
import { HeatTable, type HeatCell } from '@/ui/HeatTable';
import { CellPeople } from './CellPeople';
import { SegmentByStore } from './SegmentByStore';
import { UnmatchedNote } from './UnmatchedNote';
import styles from './fusion.module.css';

const SEGMENTS = ['loyal', 'hostage', 'indifferent', 'at_risk', 'fading', 'drifting', 'lost'] as const satisfies readonly Segment[];
const PARAMS = { attitude: param.optional(), behaviour: param.optional(), segment: param.choice(SEGMENTS, 'hostage'), measure: param.choice(['customers', 'revenue'], 'customers'), window: param.number(0) };
const WINDOWS = [30, 60, 90, 180, 365];

const TONES: Record<Segment, NonNullable<HeatCell['tone']>> = { loyal: 'good', hostage: 'bad', at_risk: 'bad', lost: 'bad', indifferent: 'accent', fading: 'accent', drifting: 'accent' };

type Picked = { attitude: string | undefined; behaviour: string | undefined };

/** Attitude × behaviour: who stays gladly, who stays unwillingly, who is leaving. */
export function MatrixTab() {
  const { t } = useTranslation('fusion');
  const [scope] = useScope();
  const [values, set] = useUrlState(PARAMS);
  const query = useMatrix(scope.unit, values.window || undefined);
  const { data } = query;
  const pick = (cell: MatrixCell): void => set({ attitude: cell.attitude, behaviour: cell.behaviour }, { push: true });
  return (
    <div className={styles.page}>
      <ChartFrame
        title={t('matrix.title')}
        note={data && <><span>{t('matrix.note', { days: data.window_days, attitude: data.rules.settings.attitude_days })}</span> <UnmatchedNote unmatched={data.unmatched} /></>}
        n={data?.customers}
        loading={query.isPending}
        error={data ? undefined : query.error}
        onRetry={() => void query.refetch()}
        extra={<Choices measure={values.measure} window={values.window || data?.window_days || 90} set={set} />}
        table={data && matrixTable(data, t)}
      >
        {data && <Cells matrix={data} measure={values.measure} picked={values} onPick={pick} />}
      </ChartFrame>
      {data && <SegmentList matrix={data} />}
      {data && <SegmentByStore segment={values.segment} segments={data.segments.map((each) => each.segment)} window={values.window || undefined} onPick={(segment) => set({ segment })} />}
      {values.attitude && values.behaviour && <CellPeople attitude={values.attitude} behaviour={values.behaviour} window={values.window || undefined} />}
    </div>
  );
}

function matrixTable(data: Matrix, t: (key: string) => string) {
  return {
    columns: [t('column.attitude'), t('column.behaviour'), t('column.segment'), t('column.customers'), t('column.revenue'), t('column.before')],
    rows: data.cells.map((cell) => [t(`attitude.${cell.attitude}`), t(`behaviour.${cell.behaviour}`), t(`segment.${cell.segment}`), cell.customers, Math.round(cell.revenue), Math.round(cell.revenue_before)]),
  };
}

function Choices({ measure, window, set }: { measure: 'customers' | 'revenue'; window: number; set: (patch: { measure?: 'customers' | 'revenue'; window?: number }) => void }) {
  const { t } = useTranslation('fusion');
  return (
    <>
      <Select size="small" variant="borderless" aria-label={t('matrix.window')} value={window} onChange={(value) => set({ window: value })} options={WINDOWS.map((value) => ({ value, label: t('matrix.days', { n: value }) }))} />
      <Segmented<'customers' | 'revenue'> size="small" aria-label={t('matrix.measure')} value={measure} onChange={(value) => set({ measure: value })} options={[{ value: 'customers', label: t('column.customers') }, { value: 'revenue', label: t('column.revenue') }]} />
    </>
  );
}

function Cells({ matrix, measure, picked, onPick }: { matrix: Matrix; measure: 'customers' | 'revenue'; picked: Picked; onPick: (cell: MatrixCell) => void }) {
  const { t } = useTranslation('fusion');
  const most = Math.max(1, ...matrix.cells.map((cell) => cell[measure]));
  const cellAt = (attitude: string, behaviour: string): HeatCell => {
    const cell = matrix.cells.find((each) => each.attitude === attitude && each.behaviour === behaviour);
    if (!cell) return { weight: 0, body: '–' };
    const selected = picked.attitude === attitude && picked.behaviour === behaviour;
    return { weight: cell[measure] / most, tone: TONES[cell.segment], selected, onPick: () => onPick(cell), body: <CellBody cell={cell} measure={measure} /> };
  };
  return (
    <HeatTable
      label={t('matrix.title')}
      corner={t('matrix.corner')}
      columns={matrix.behaviours.map((key) => ({ key, label: t(`behaviour.${key}`) }))}
      rows={matrix.attitudes.map((attitude) => ({ key: attitude, label: t(`attitude.${attitude}`), cells: matrix.behaviours.map((behaviour) => cellAt(attitude, behaviour)) }))}
    />
  );
}

function CellBody({ cell, measure }: { cell: MatrixCell; measure: 'customers' | 'revenue' }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  const people = t('people', { n: formatCount(cell.customers) });
  const money = formatValue(cell.revenue, 'money', language);
  return (
    <span className={styles.cell}>
      <span className={styles.segment}>{t(`segment.${cell.segment}`)}</span>
      <strong>{measure === 'customers' ? people : money}</strong>
      <span className={styles.small}>
        {measure === 'customers' ? money : people}
        {cell.promotion_share !== null && ` · ${t('promotion', { share: formatValue(cell.promotion_share, 'share', language) })}`}
      </span>
    </span>
  );
}

function SegmentList({ matrix }: { matrix: Matrix }) {
  const { t } = useTranslation('fusion');
  const language = useLanguage();
  return (
    <ul className={styles.segments} aria-label={t('segments')}>
      {matrix.segments.map((each) => (
        <li key={each.segment}>
          <strong>{t(`segment.${each.segment}`)}</strong>
          <span>{formatValue(each.share, 'share', language)} · {t('people', { n: formatCount(each.customers) })} · {formatValue(each.revenue, 'money', language)}</span>
          <span className={styles.small}>{t(`advice.${each.segment}`)}</span>
        </li>
      ))}
    </ul>
  );
}
