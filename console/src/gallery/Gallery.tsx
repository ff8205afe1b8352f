import { Button, Select } from 'antd';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ProblemError } from '@/api/problem';
import { distributionOption } from '@/charts/distribution';
import { npsTrendOption } from '@/charts/npsTrend';
import { rankingHeight, rankingOption } from '@/charts/ranking';
import { sentimentBarsOption } from '@/charts/sentimentBars';
import { useChartColours } from '@/charts/style';
import { changeLanguage, useLanguage } from '@/i18n';
import { chooseAppearance } from '@/theme/appearance';
import { ChartFrame } from '@/ui/ChartFrame';
import { DataTable } from '@/ui/DataTable';
import { DetailDrawer } from '@/ui/DetailDrawer';
import { DrillPath } from '@/ui/DrillPath';
import { Figure } from '@/ui/Figure';
import { FilterBar } from '@/ui/FilterBar';
import { HeatTable } from '@/ui/HeatTable';
import { ImportWizard } from '@/ui/ImportWizard';
import { Masked } from '@/ui/Masked';
import { OrgTree } from '@/ui/OrgTree';
import { PageHeader } from '@/ui/PageHeader';
import { PeriodPicker } from '@/ui/PeriodPicker';
import { ProgressTask } from '@/ui/ProgressTask';
import { PolarityTag, RatingTag, ScoreTag } from '@/ui/ScoreTag';
import { ShareBars } from '@/ui/ShareBars';
import { SlaClock } from '@/ui/SlaClock';
import { EmptyState, ErrorState, ForbiddenState } from '@/ui/States';
import { Tile, TileRow } from '@/ui/Tile';
import { Timeline } from '@/ui/Timeline';
import { UnitPicker } from '@/ui/UnitPicker';
import { Verbatim } from '@/ui/Verbatim';
import * as samples from './samples';
import styles from './Gallery.module.css';

const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2>{name}</h2>
      {children}
    </section>
  );
}

/** Every piece of the kit with its states, for those who build from it. */
export default function Gallery() {
  return (
    <main className={styles.gallery}>
      <PageHeader title="Gallery" crumbs={[{ label: 'OpenCEM' }]} note="console/src/ui" actions={<Switches />} />
      <Figures />
      <Charts />
      <Voices />
      <Tables />
      <Pickers />
      <Work />
      <States />
    </main>
  );
}

function Switches() {
  return (
    <>
      <Button onClick={() => void changeLanguage('zh-Hans')}>中文</Button>
      <Button onClick={() => void changeLanguage('en')}>English</Button>
      <Button onClick={() => chooseAppearance('light')}>Light</Button>
      <Button onClick={() => chooseAppearance('dark')}>Dark</Button>
    </>
  );
}

function Figures() {
  const nps = { unit: 'score', label: 'NPS', definition: '100 × (P − D) / n', better: 'up' } as const;
  const noop = (): void => undefined;
  return (
    <Part name="Figure, Tile">
      <TileRow>
        <Tile large {...nps} figure={samples.figure(37.4, 12873, 1.3, -4.2, true)} onDrill={noop} />
        <Tile label="CSAT" unit="share" better="up" figure={{ value: 0.873, n: 8021, low: 0.866, high: 0.88, change: { against: 'year', delta: 0.004, significant: false } }} onDrill={noop} />
        <Tile label="n" unit="count" figure={{ value: 12873, n: 12873 }} />
        <Tile {...nps} figure={{ value: 20, n: 3, lowSample: true }} />
        <Tile {...nps} loading />
      </TileRow>
      <Figure size="inline" {...nps} figure={samples.figure(12, 100, 15, 6, true)} />
    </Part>
  );
}

function Charts() {
  const { t } = useTranslation('ui');
  const colours = useChartColours();
  const language = useLanguage();
  const words = { nps: 'NPS', value: 'NPS', interval: t('figure.interval'), promoters: t('nps.promoter'), passives: t('nps.passive'), detractors: t('nps.detractor'), lowSample: t('figure.lowSample') };
  const polarity = { positive: t('polarity.positive'), negative: t('polarity.negative'), neutral: t('polarity.neutral') };
  const topics = ['口味', '价格', '包装', '服务', '配送'].map((label, at) => ({ key: label, label, positive: 900 - at * 190, negative: 120 + at * 80, neutral: 40 }));
  const scores = Array.from({ length: 11 }, (_, score) => ({ score, count: 10 + score ** 2 * (score > 8 ? 6 : 1) }));
  const table = { columns: ['a', 'b'], rows: [['x', 1]] };
  return (
    <Part name="ChartFrame, charts">
      <div className={styles.charts}>
        <ChartFrame title="NPS 走势" note={words.interval} n={8123} asOf={soon(-1)} option={npsTrendOption(samples.trend, words, colours, language)} table={table} height={320} />
        <ChartFrame title="大区排名" option={rankingOption(samples.ranked, 'score', words, colours, language)} table={table} height={rankingHeight(5)} onPick={() => undefined} />
        <ChartFrame title="主题情感" option={sentimentBarsOption(topics, polarity, colours)} table={table} />
        <ChartFrame title="分数分布" option={distributionOption(scores, words.nps, colours, language)} table={table} />
        <ChartFrame title="各项满意度"><ShareBars label="CSAT" rows={['产品', '服务', '环境', '价格', '速度'].map((label, at) => ({ key: label, label, figure: at === 4 ? { value: 0.5, n: 2, lowSample: true } : { value: 0.9 - at * 0.09, low: 0.87 - at * 0.1, high: 0.92 - at * 0.08, n: 930 } }))} onPick={() => undefined} /></ChartFrame>
        <ChartFrame title="空" table={{ columns: [], rows: [] }} />
        <ChartFrame title="载入" loading />
        <ChartFrame title="出错" error={new Error('x')} onRetry={() => undefined} />
      </div>
      <HeatTable label="态度 × 行为" corner="" columns={[{ key: 'a', label: '增长' }, { key: 'b', label: '流失' }]} rows={['推荐者', '贬损者'].map((label, at) => ({ key: label, label, cells: [{ weight: 0.9, tone: 'good', body: '1,204 人', onPick: () => undefined }, { weight: 0.4 + at / 3, tone: 'bad', body: '301 人', selected: at === 1 }] }))} />
    </Part>
  );
}

function Voices() {
  const name = (topic: string): string => topic;
  return (
    <Part name="Verbatim, ScoreTag">
      <div className={styles.panel}>
        <Verbatim voice={samples.voice} topicName={name} onOpen={() => undefined} />
        <Verbatim voice={{ ...samples.voice, id: '2', nps: null, rating: 5, text: null, mentions: [], flags: [], ticket: null }} topicName={name} active onOpen={() => undefined} />
      </div>
      <div className={styles.line}>
        <ScoreTag score={10} /><ScoreTag score={7} /><ScoreTag score={3} /><RatingTag rating={5} /><RatingTag rating={3} /><RatingTag rating={1} />
        <PolarityTag polarity="positive" topic="口味" /><PolarityTag polarity="neutral" /><PolarityTag polarity="negative" topic="价格" /><PolarityTag polarity="mixed" />
      </div>
    </Part>
  );
}

function Tables() {
  const [selected, setSelected] = useState<string[]>(['0001']);
  const [sort, setSort] = useState<string>();
  const columns = [
    { key: 'name', title: '名称', render: (unit: (typeof samples.units)[number]) => unit.name, sort: 'name' },
    { key: 'code', title: '编码', render: (unit: (typeof samples.units)[number]) => unit.code },
    { key: 'kind', title: '类型', render: (unit: (typeof samples.units)[number]) => unit.kind, optional: true },
  ];
  const common = { name: 'gallery', label: 'units', columns, rowKey: (unit: (typeof samples.units)[number]) => unit.code, empty: <EmptyState title="还没有组织" hint="先导入组织架构。" action={<Button type="primary">去导入</Button>} /> };
  return (
    <Part name="FilterBar, DataTable">
      <FilterBar active={2} onReset={() => undefined} search={{ value: '', placeholder: '搜索', onSearch: () => undefined }} fields={['状态', '渠道', '主题', '分数', '标记', '来源'].map((label) => ({ key: label, label, control: <Select placeholder={label} aria-label={label} style={{ width: '100%' }} options={[]} /> }))} />
      <DataTable {...common} rows={samples.units} sort={sort} onSort={setSort} onOpen={() => undefined} openKey="C11" selection={{ keys: selected, onChange: setSelected, actions: <Button size="small">导出</Button> }} paging={{ kind: 'cursor', page: 1, hasNext: true, total: 321, onNext: () => undefined, onPrevious: () => undefined }} />
      <DataTable {...common} rows={[]} />
      <DataTable {...common} rows={undefined} loading />
    </Part>
  );
}

function Pickers() {
  const [unit, setUnit] = useState<string>();
  return (
    <Part name="UnitPicker, PeriodPicker, DrillPath, OrgTree, Masked">
      <div className={styles.line}>
        <UnitPicker units={samples.units} value={unit} onChange={setUnit} wholeLabel="全部" />
        <PeriodPicker period="d30" range={{ from: '2026-06-01', to: '2026-06-30' }} comparison="previous" onChange={() => undefined} />
        <PeriodPicker period="custom" range={{ from: '2026-06-01', to: '2026-06-30' }} onChange={() => undefined} />
      </div>
      <DrillPath steps={['全国', '华东', '上海', '徐汇店', '答卷'].map((label) => ({ key: label, label }))} onStep={() => undefined} />
      <div className={styles.panel}><OrgTree units={samples.units} selected="C11" onSelect={() => undefined} kindName={(kind) => kind} height={180} /></div>
      <div className={styles.line}><Masked value="138****2231" masked /><Masked value="13800002231" masked={false} /></div>
    </Part>
  );
}

function Work() {
  const [open, setOpen] = useState<string>();
  const port = { upload: () => undefined, check: () => undefined, run: () => undefined, restart: () => undefined, busy: false, error: null };
  return (
    <Part name="SlaClock, Timeline, ProgressTask, ImportWizard, DetailDrawer">
      <div className={styles.line}>
        <SlaClock label="首次响应" deadline={{ dueAt: soon(300) }} />
        <SlaClock deadline={{ dueAt: soon(40) }} />
        <SlaClock deadline={{ dueAt: soon(-190) }} />
        <SlaClock deadline={{ dueAt: soon(60), paused: true }} />
        <SlaClock deadline={{ dueAt: soon(60), doneAt: soon(0) }} />
        <SlaClock deadline={{ dueAt: soon(-60), doneAt: soon(0) }} />
      </div>
      <Timeline entries={[{ id: '3', at: soon(-5), who: '系统', what: '超时,上报至大区', tone: 'alarm' }, { id: '2', at: soon(-50), who: '李敏', what: '备注', note: '已电话联系顾客,约定明天换货。' }, { id: '1', at: soon(-90), who: '系统', what: '创建工单' }]} />
      <ProgressTask title="导入评价" progress={{ state: 'running', done: 4200, total: 20118 }} onLeave={() => undefined} />
      {(['uploaded', 'checked', 'done'] as const).map((state) => (
        <div key={state} className={styles.panel}><ImportWizard title="评价" templateUrl="#" failedUrl="#" run={{ ...samples.importRun, state }} port={port} /></div>
      ))}
      <div className={styles.panel}><ImportWizard title="评价" templateUrl="#" failedUrl="#" run={undefined} port={port} /></div>
      <Button onClick={() => setOpen('a')}>Drawer</Button>
      <DetailDrawer openId={open} ids={['a', 'b']} title={open} onMove={setOpen}>{open}</DetailDrawer>
    </Part>
  );
}

function States() {
  return (
    <Part name="EmptyState, ErrorState, ForbiddenState">
      <EmptyState title="还没有问卷" hint="发布第一份问卷,拿到每家门店的二维码。" action={<Button type="primary">新建问卷</Button>} />
      <ErrorState error={new ProblemError({ status: 409, code: 'ticket_taken', title: '工单已被领取', detail: '李敏刚刚领取了这张工单。' })} onRetry={() => undefined} />
      <ErrorState error={new Error('x')} />
      <ForbiddenState />
    </Part>
  );
}
