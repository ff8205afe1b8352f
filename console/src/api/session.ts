import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { api, read } from './http';

export interface UnitRef {
  code: string;
  name: string;
}

export interface Grant {
  role: string;
  role_zh: string;
  role_en: string;
  unit: UnitRef;
}

export interface Account {
  id: number;
  username: string;
  name: string;
  email: string;
  phone: string;
  note: string;
  is_active: boolean;
  language: string;
  grants: Grant[];
}

export interface Me {
  account: Account;
  permissions: string[];
  home: 'dashboard' | 'region' | 'store' | 'tickets' | 'none';
  units_root: UnitRef[];
}

export interface Unit {
  id: number;
  code: string;
  name: string;
  kind: string;
  status: string;
  parent: string | null;
  depth: number;
  attributes: Record<string, unknown>;
  opened_on: string | null;
}

export interface Session {
  me: Me;
  units: Unit[];
  can: (permission: string) => boolean;
}

export const SessionContext = createContext<Session | null>(null);

/** Who is signed in and what they may see; only below the shell. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('useSession outside of the shell');
  return session;
}

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: ({ signal }) => read<Me>(api.GET('/api/v1/me', { signal })), staleTime: 300_000 });

export const useUnits = (enabled: boolean) =>
  useQuery({
    queryKey: ['units'],
    queryFn: ({ signal }) => read<{ items: Unit[]; version: number | string }>(api.GET('/api/v1/units', { signal })),
    staleTime: 300_000,
    enabled,
  });

export function leaveToLogin(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/accounts/login/?next=${encodeURIComponent(here)}`);
}
