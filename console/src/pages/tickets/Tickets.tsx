import { App, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { useSession } from '@/api/session';
import type { QueryParams } from '@/api/http';
import { MOST_IN_BATCH, numbersOf, useTicketSummary, type Ticket } from '@/api/tickets';
import { useCursorList } from '@/api/useCursorList';
import { useTerms } from '@/features/useTerms';
import { SavedViews } from '@/features/views/SavedViews';
import { useScope } from '@/state/useScope';
import { param, useUrlState } from '@/state/useUrlState';
import { DataTable } from '@/ui/DataTable';
import { FilterBar } from '@/ui/FilterBar';
import { PageHeader } from '@/ui/PageHeader';
import { EmptyState } from '@/ui/States';
import { BatchActs } from './BatchActs';
import { NextButton } from './NextButton';
import { TicketCard, useTicketColumns } from './rows';
import { TicketDrawer } from './TicketDrawer';

const STATES = ['open', 'new', 'active', 'waiting', 'closed', 'all'] as const;
const QUEUES = ['all', 'mine', 'unowned'] as const;
const PRIORITIES = ['urgent', 'high', 'normal'] as const;

const PARAMS = {
  state: param.choice(STATES, 'open'),
  queue: param.choice(QUEUES, 'all'),
  overdue: param.flag(),
  escalated: param.flag(),
  priority: param.oneOf(PRIORITIES),
  sort: param.choice(['urgency', 'newest'], 'urgency'),
  q: param.text(),
  open: param.optional(),
};

/** The queue of the loop: who needs an answer next, and how long is left. */
export default function Tickets() {
  const { t } = useTranslation('tickets');
  const { number } = useParams();
  const [scope] = useScope();
  const [values, set] = useUrlState(PARAMS);
  const { queue, priority, sort, q } = values;
  const filter = { unit: scope.unit, state: values.state, mine: queue === 'mine' || undefined, unowned: queue === 'unowned' || undefined, overdue: values.overdue || undefined, escalated: values.escalated || undefined, priority, sort, q };
  const list = useCursorList<Ticket>('/api/v1/tickets', filter, { every: 10_000 });
  const open = values.open ?? number;
  const navigate = useNavigate();
  // /tickets/T12 is the link people send; stepping away from it returns to the list.
  const move = (next: string | undefined): void => (number ? void navigate(next ? `/tickets?open=${next}` : '/tickets') : set({ open: next }));
  const columns = useTicketColumns();
  const selection = useSelection(filter, list.paging.total ?? 0);
  const active = [values.state !== 'open', values.overdue, values.escalated, priority, q].filter(Boolean).length;
  return (
    <>
      <PageHeader title={t('title')} note={<SummaryNote />} actions={<NextButton onOpen={(next) => set({ open: next }, { push: true })} />} />
      <Filters values={values} set={set} active={active} />
      <DataTable
        name="tickets"
        label={t('title')}
        columns={columns}
        rows={list.rows}
        rowKey={(ticket) => ticket.id}
        error={list.error}
        onRetry={() => void list.refetch()}
        paging={list.paging}
        selection={selection}
        onOpen={(ticket) => set({ open: ticket.id }, { push: true })}
        openKey={open}
        card={(ticket) => <TicketCard ticket={ticket} />}
        empty={<EmptyState title={t('empty.title')} hint={t('empty.hint')} />}
      />
      <TicketDrawer number={open} ids={(list.rows ?? []).map((ticket) => ticket.id)} onMove={move} />
    </>
  );
}

/** The tickets chosen for a batch; another filter starts anew, so that nothing out of sight is acted on. */
function useSelection(filter: QueryParams, total: number) {
  const { can } = useSession();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<{ filter: string; keys: string[] }>({ filter: '', keys: [] });
  const [busy, setBusy] = useState(false);
  const named = JSON.stringify(filter);
  const keys = chosen.filter === named ? chosen.keys : [];
  const onChange = (next: string[]): void => setChosen({ filter: named, keys: next });
  const onAll = (): void => {
    setBusy(true);
    numbersOf(filter).then(onChange, (error: Error) => void message.error(error.message)).finally(() => setBusy(false));
  };
  if (!can('ticket.work')) return undefined;
  return { keys, onChange, all: { n: Math.min(total, MOST_IN_BATCH), onAll, busy }, actions: <BatchActs numbers={keys} onDone={onChange} /> };
}

function SummaryNote() {
  const { t } = useTranslation('tickets');
  const [scope] = useScope();
  const { data } = useTicketSummary(scope.unit);
  if (!data) return <span>&nbsp;</span>;
  return <>{t('summary', { ...data })}</>;
}

type Values = ReturnType<typeof useUrlState<typeof PARAMS>>[0];

function Filters({ values, set, active }: { values: Values; set: (patch: Partial<Values>) => void; active: number }) {
  const { t } = useTranslation('tickets');
  const terms = useTerms();
  const { can } = useSession();
  const queues = can('ticket.work') ? QUEUES : (['all', 'unowned'] as const);
  const late = values.escalated ? 'escalated' : values.overdue ? 'overdue' : undefined;
  return (
    <FilterBar
      search={{ value: values.q, placeholder: t('filter.search'), onSearch: (q) => set({ q }) }}
      active={active}
      onReset={() => set({ state: 'open', overdue: false, escalated: false, priority: undefined, q: '' })}
      extra={<><SavedViews page="tickets" /><Segmented aria-label={t('filter.queue')} value={values.queue} onChange={(queue) => set({ queue })} options={queues.map((value) => ({ value, label: t(`queue.${value}`) }))} /></>}
      fields={[
        { key: 'state', label: t('filter.state'), control: <Select style={{ width: '100%' }} aria-label={t('filter.state')} value={values.state} onChange={(state) => set({ state })} options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))} /> },
        { key: 'late', label: t('filter.late'), control: <Select style={{ width: '100%' }} allowClear aria-label={t('filter.late')} placeholder={t('filter.late')} value={late} onChange={(value?: string) => set({ overdue: value === 'overdue', escalated: value === 'escalated' })} options={(['overdue', 'escalated'] as const).map((value) => ({ value, label: t(`late.${value}`) }))} /> },
        { key: 'priority', label: t('filter.priority'), control: <Select style={{ width: '100%' }} allowClear aria-label={t('filter.priority')} placeholder={t('filter.priority')} value={values.priority} onChange={(priority?: (typeof PRIORITIES)[number]) => set({ priority })} options={PRIORITIES.map((value) => ({ value, label: terms.priority(value) }))} /> },
        { key: 'sort', label: t('filter.sort'), control: <Select style={{ width: '100%' }} aria-label={t('filter.sort')} value={values.sort} onChange={(sort) => set({ sort })} options={(['urgency', 'newest'] as const).map((value) => ({ value, label: t(`sort.${value}`) }))} /> },
      ]}
    />
  );
}
