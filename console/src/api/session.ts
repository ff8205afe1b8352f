import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { http } from './http';

export interface UnitRef {
  code: string;
  name: string;
}

export interface Me {
  account: { id: number | string; name: string; username: string; language: string };
  roles: { code: string; name: string; unit: UnitRef }[];
  permissions: string[];
  home: 'dashboard' | 'region' | 'store' | 'tickets';
  units_root: string[];
  as_of: string;
}

export interface Unit {
  id: number;
  code: string;
  name: string;
  kind: string;
  status: string;
  parent: string | null;
  depth: number;
  attributes: Record<string, string>;
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

export const useMe = () => useQuery({ queryKey: ['me'], queryFn: ({ signal }) => http.get<Me>('/me', {}, signal), staleTime: 300_000 });

export const useUnits = (enabled: boolean) =>
  useQuery({
    queryKey: ['units'],
    queryFn: ({ signal }) => http.get<{ items: Unit[]; version: number | string }>('/units', {}, signal),
    staleTime: 300_000,
    enabled,
  });

export function leaveToLogin(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/accounts/login/?next=${encodeURIComponent(here)}`);
}
