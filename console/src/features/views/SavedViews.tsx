import { DeleteOutlined, DownOutlined, PushpinFilled, PushpinOutlined, TeamOutlined } from '@ant-design/icons';
import { App, Button, Checkbox, Input, Popconfirm, Popover } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'react-router';
import { useViewActs, useViews, type SavedView } from '@/api/views';
import { EmptyState } from '@/ui/States';
import { filtersOf, withFilters } from './viewSearch';
import styles from './views.module.css';

/** The list's filters under names: mine, those shared by others, and the one the list opens with. */
export function SavedViews({ page }: { page: string }) {
  const { t } = useTranslation('views');
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useSearchParams();
  const views = useViews(page).data ?? [];
  const filters = filtersOf(search);
  const current = views.find((view) => view.search === filters);
  const apply = (next: string): void => {
    setSearch((now) => withFilters(now, next));
    setOpen(false);
  };
  useOpensWithDefault(page, views, apply);
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" destroyOnHidden content={<Panel page={page} views={views} filters={filters} onApply={apply} />}>
      <Button icon={<DownOutlined />} iconPlacement="end">{current?.name ?? t('label')}</Button>
    </Popover>
  );
}

/** Once, when the reader comes to the list without filters of their own. */
function useOpensWithDefault(page: string, views: SavedView[], apply: (filters: string) => void): void {
  const { pathname, search } = useLocation();
  const [settled, setSettled] = useState(false);
  const preset = views.find((view) => view.default);
  useEffect(() => {
    if (settled || views.length === 0) return;
    setSettled(true);
    const here = new URLSearchParams(search);
    if (preset && pathname === `/${page}` && !here.has('open') && filtersOf(here) === '') apply(preset.search);
  }, [settled, views.length, preset, pathname, search, page, apply]);
}

function Panel({ page, views, filters, onApply }: { page: string; views: SavedView[]; filters: string; onApply: (filters: string) => void }) {
  const { t } = useTranslation('views');
  const groups = [
    { key: 'mine', items: views.filter((view) => view.mine) },
    { key: 'shared', items: views.filter((view) => !view.mine) },
  ] as const;
  return (
    <div className={styles.panel}>
      {views.length === 0 && <EmptyState compact title={t('none')} hint={t('noneHint')} />}
      {groups.map(({ key, items }) => items.length > 0 && (
        <section key={key} aria-label={t(`group.${key}`)}>
          <h3>{t(`group.${key}`)}</h3>
          <ul>{items.map((view) => <ViewLine key={view.id} page={page} view={view} chosen={view.search === filters} onApply={onApply} />)}</ul>
        </section>
      ))}
      <SaveForm page={page} views={views} filters={filters} />
    </div>
  );
}

function ViewLine({ page, view, chosen, onApply }: { page: string; view: SavedView; chosen: boolean; onApply: (filters: string) => void }) {
  const { t } = useTranslation('views');
  const { change, remove } = useViewActs(page);
  const pin = t(view.default ? 'unpin' : 'pin', { name: view.name });
  const share = t(view.shared ? 'unshare' : 'share', { name: view.name });
  return (
    <li>
      <button type="button" className={`plain-button ${styles.name}`} aria-pressed={chosen} onClick={() => onApply(view.search)}>
        {view.name}
        {!view.mine && <small>{view.owner}</small>}
      </button>
      <Button type="text" size="small" title={pin} aria-label={pin} aria-pressed={view.default} icon={view.default ? <PushpinFilled /> : <PushpinOutlined />} onClick={() => change.mutate({ id: view.id, default: !view.default })} />
      {view.mine && <Button type="text" size="small" title={share} aria-label={share} aria-pressed={view.shared} className={view.shared ? styles.on : undefined} icon={<TeamOutlined />} onClick={() => change.mutate({ id: view.id, shared: !view.shared })} />}
      {view.mine && (
        <Popconfirm title={t('deleteSure', { name: view.name })} okText={t('delete')} onConfirm={() => remove.mutate(view.id)}>
          <Button type="text" size="small" title={t('delete')} aria-label={t('deleteNamed', { name: view.name })} icon={<DeleteOutlined />} />
        </Popconfirm>
      )}
    </li>
  );
}

/** Saving under a name of one's own that is taken changes that view. */
function SaveForm({ page, views, filters }: { page: string; views: SavedView[]; filters: string }) {
  const { t } = useTranslation('views');
  const { message } = App.useApp();
  const { save, change } = useViewActs(page);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const same = views.find((view) => view.mine && view.name === name.trim());
  const settle = { onSuccess: () => { setName(''); void message.success(t('saved')); }, onError: (error: Error) => void message.error(error.message) };
  const keep = (): void => (same ? change.mutate({ id: same.id, search: filters, shared }, settle) : save.mutate({ name: name.trim(), search: filters, shared }, settle));
  if (!filters) return <p className={styles.hint}>{t('saveHint')}</p>;
  return (
    <form className={styles.save} onSubmit={(event) => { event.preventDefault(); if (name.trim()) keep(); }}>
      <Input size="small" maxLength={40} value={name} aria-label={t('name')} placeholder={t('name')} onChange={(event) => setName(event.target.value)} />
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>{t('shareAlso')}</Checkbox>
      <Button size="small" type="primary" htmlType="submit" disabled={!name.trim()} loading={save.isPending || change.isPending}>{t(same ? 'overwrite' : 'save')}</Button>
    </form>
  );
}
