import { Skeleton } from 'antd';
import { useEffect, useMemo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useSearchParams } from 'react-router';
import { isSignedOut } from '@/api/problem';
import { leaveToLogin, SessionContext, useMe, useSession, useUnits, type Session } from '@/api/session';
import { changeLanguage, hasChosenLanguage, languageOf } from '@/i18n';
import { carriedSearch, useScope } from '@/state/useScope';
import { AppShell, type ShellGroup } from '@/ui/AppShell';
import { PeriodPicker } from '@/ui/PeriodPicker';
import { ErrorState, ForbiddenState } from '@/ui/States';
import { UnitPicker } from '@/ui/UnitPicker';
import { AccountMenu } from './AccountMenu';
import { GlobalSearch } from './GlobalSearch';
import { GROUPS, isWithin, NAVIGATION } from './navigation';
import { NotificationBell } from './NotificationBell';
import { HelpButton } from './HelpButton';

/** Loads who is signed in and their units before any page asks; leads to the login page otherwise. */
export function Shell() {
  const me = useMe();
  const units = useUnits(me.isSuccess);
  const signedOut = isSignedOut(me.error);
  useEffect(() => {
    if (signedOut) leaveToLogin();
  }, [signedOut]);
  useEffect(() => {
    if (me.data && !hasChosenLanguage()) void changeLanguage(languageOf(me.data.account.language));
  }, [me.data]);
  const session = useMemo<Session | null>(() => {
    if (!me.data || !units.data) return null;
    const held = new Set(me.data.permissions);
    return { me: me.data, units: units.data.items, can: (permission) => held.has(permission) };
  }, [me.data, units.data]);
  const failed = me.error ?? units.error;
  if (failed && !signedOut) return <ErrorState error={failed} onRetry={() => void (me.error ? me.refetch() : units.refetch())} />;
  if (!session) return <ShellSkeleton />;
  return (
    <SessionContext.Provider value={session}>
      <SignedInShell />
    </SessionContext.Provider>
  );
}

function ShellSkeleton() {
  return (
    <div style={{ padding: 24 }}>
      <Skeleton active title={{ width: 240 }} paragraph={{ rows: 6 }} />
    </div>
  );
}

function useGroups(): ShellGroup[] {
  const { t } = useTranslation('shell');
  const { can, me } = useSession();
  const { pathname } = useLocation();
  const mayOpen = (item: (typeof NAVIGATION)[number]): boolean => can(item.permission) && (item.key !== 'store' || me.home === 'store');
  return GROUPS.map((group) => ({
    key: group,
    label: group === 'top' ? undefined : t(`group.${group}`),
    items: NAVIGATION.filter((item) => item.group === group && mayOpen(item)).map((item) => ({ ...item, label: t(`page.${item.key}`), here: isWithin(item, pathname) })),
  })).filter((group) => group.items.length > 0);
}

function SignedInShell() {
  const { pathname } = useLocation();
  const [search] = useSearchParams();
  const groups = useGroups();
  const { can } = useSession();
  const item = NAVIGATION.find((each) => isWithin(each, pathname));
  return (
    <AppShell groups={groups} carried={carriedSearch(search)} pickers={item && item.pickers !== 'none' ? <Pickers period={item.pickers === 'both'} /> : undefined} tools={<Tools />}>
      {item && !can(item.permission) ? <ForbiddenState /> : <Outlet />}
    </AppShell>
  );
}

function Pickers({ period }: { period: boolean }): ReactNode {
  const { t } = useTranslation('shell');
  const { units } = useSession();
  const [scope, setScope] = useScope();
  return (
    <>
      <UnitPicker units={units} value={scope.unit} wholeLabel={t('wholeScope')} onChange={(unit) => setScope({ unit }, { push: true })} />
      {period && <PeriodPicker period={scope.period} range={scope.range} comparison={scope.comparison} onChange={(patch) => setScope(patch)} />}
    </>
  );
}

function Tools() {
  return (
    <>
      <GlobalSearch />
      <NotificationBell />
      <HelpButton />
      <AccountMenu />
    </>
  );
}
